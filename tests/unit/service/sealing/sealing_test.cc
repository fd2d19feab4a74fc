// Key rings seal with the first key and open with all; keyed hashes are ids that nobody foresees.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "service/sealing/key_ring.h"
#include "service/sealing/keyed_hash.h"

namespace bookings {
namespace {

NamedKey Key(const std::string& id) { return {id, Secret("the text of key " + id)}; }

TEST(KeyRing, OpensWhatItSealed) {
  const KeyRing ring({Key("k1")}, "tests");
  const std::string plain("some\0bytes.", 11);
  EXPECT_EQ(ring.Open(*ring.Seal(plain, "label"), "label"), plain);
  EXPECT_EQ(ring.OpenText(*ring.SealText(plain, "label"), "label"), plain);
}

TEST(KeyRing, LabelPurposeAndKeyMustAgree) {
  const KeyRing ring({Key("k1")}, "tests");
  const std::string sealed = *ring.Seal("plain", "label");
  EXPECT_FALSE(ring.Open(sealed, "other"));
  EXPECT_FALSE(KeyRing({Key("k1")}, "another purpose").Open(sealed, "label"));
  EXPECT_FALSE(KeyRing({{"k1", Secret("another text of the key")}}, "tests").Open(sealed, "label"));
  EXPECT_FALSE(KeyRing({Key("k2")}, "tests").Open(sealed, "label"));
}

TEST(KeyRing, ASealCannotBePassedOffUnderAnotherKeysId) {
  const KeyRing ring({{"a", Secret("the same text")}, {"b", Secret("the same text")}}, "tests");
  std::string sealed = *ring.Seal("plain", "");
  ASSERT_EQ(sealed.front(), 'a');
  sealed.front() = 'b';
  EXPECT_FALSE(ring.Open(sealed, ""));
}

TEST(KeyRing, IsRotatedWithoutLosingWhatIsSealed) {
  const std::string old = *KeyRing({Key("k1")}, "tests").Seal("plain", "");
  const KeyRing rotated({Key("k2"), Key("k1")}, "tests");
  EXPECT_EQ(rotated.Open(old, ""), "plain");
  EXPECT_TRUE(rotated.Seal("plain", "")->starts_with("k2."));
}

TEST(KeyRing, GarbageOpensToNothing) {
  const KeyRing ring({Key("k1")}, "tests");
  for (const char* text : {"", ".", "k1", "k1.", "k1.AAAA", "k1.***", "nobody.AAAA"}) {
    EXPECT_FALSE(ring.Open(text, "")) << text;
    EXPECT_FALSE(ring.OpenText(text, "")) << text;
  }
}

TEST(KeyedHash, NeedsTheKey) {
  EXPECT_EQ(KeyedHash(Secret("k"), "text"), KeyedHash(Secret("k"), "text"));
  EXPECT_NE(KeyedHash(Secret("k"), "text"), KeyedHash(Secret("l"), "text"));
  EXPECT_EQ(KeyedHash(Secret("k"), "text").size(), 32U);
}

TEST(Uuid, HasTheFormOfARandomOne) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string uuid = UuidOf(KeyedHash(Secret("k"), std::to_string(i)));
    EXPECT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid[14], '4') << uuid;
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
    for (size_t dash : {8U, 13U, 18U, 23U}) EXPECT_EQ(uuid[dash], '-') << uuid;
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

}  // namespace
}  // namespace bookings
