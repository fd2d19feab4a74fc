// Bearer tokens: their form, what is kept of them, and what is not taken for one.
#include "service/callers/caller_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

const std::string kSalt(kCallerTokenSaltBytes, 's');

TEST(CallerToken, HasAnIdAndASecret) {
  const NewCallerToken made = MakeCallerToken().value();
  EXPECT_THAT(made.token.RevealForUse(), MatchesRegex("bgw_[0-9a-f]+_[-_A-Za-z0-9]+"));
  EXPECT_EQ(made.token.RevealForUse().size(), 60U);
  EXPECT_EQ(IdOfCallerToken(made.token.RevealForUse()), made.id);
  EXPECT_TRUE(IsCallerTokenId(made.id));
}

TEST(CallerToken, IsNeverMadeTwice) {
  std::set<std::string> tokens;
  std::set<std::string> hashes;
  for (int i = 0; i < 100; ++i) {
    const NewCallerToken made = MakeCallerToken().value();
    tokens.insert(made.token.RevealForUse());
    hashes.insert(made.hash.ToText());
  }
  EXPECT_EQ(tokens.size(), 100U);
  EXPECT_EQ(hashes.size(), 100U);
}

TEST(CallerToken, IsKnownByItsHashAlone) {
  const NewCallerToken made = MakeCallerToken().value();
  const TokenHash kept = TokenHash::Parse(made.hash.ToText()).value();
  EXPECT_TRUE(kept.Matches(made.token.RevealForUse()));
  EXPECT_FALSE(kept.Matches(MakeCallerToken()->token.RevealForUse()));
  EXPECT_FALSE(kept.Matches(""));
}

TEST(CallerToken, DoesNotStandInItsHashOrItsPrint) {
  const NewCallerToken made = MakeCallerToken().value();
  const std::string secret = made.token.RevealForUse().substr(17);
  EXPECT_THAT(made.hash.ToText(), Not(HasSubstr(secret)));
  std::ostringstream out;
  out << made.token;
  EXPECT_EQ(out.str(), "***");
}

// Whichever character differs, the whole digest is compared.
TEST(CallerToken, IsRefusedForAnyCharacterThatDiffers) {
  const NewCallerToken made = MakeCallerToken().value();
  for (size_t i = 0; i < made.token.RevealForUse().size(); ++i) {
    std::string other = made.token.RevealForUse();
    other[i] = other[i] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(made.hash.Matches(other)) << i;
  }
}

TEST(CallerToken, HashDependsOnTheSalt) {
  const std::string other(kCallerTokenSaltBytes, 't');
  EXPECT_NE(TokenHash::Of("token", kSalt).ToText(), TokenHash::Of("token", other).ToText());
}

// The written form does not change between releases: salt `ssssssssssssssss`, token `token`.
TEST(CallerToken, HashIsSha256OfSaltAndToken) {
  EXPECT_EQ(TokenHash::Of("token", kSalt).ToText(),
            "c3Nzc3Nzc3Nzc3Nzc3Nzcw.DPXnk6AOUeiXiUpdNDFxv7BTjF_atOH_gwN1fu0WZjk");
}

TEST(CallerToken, OtherTextsAreNoTokens) {
  const std::string token = MakeCallerToken()->token.RevealForUse();
  EXPECT_THAT(IdOfCallerToken(""), IsEmpty());
  EXPECT_THAT(IdOfCallerToken("bgw_"), IsEmpty());
  EXPECT_THAT(IdOfCallerToken(token + "x"), IsEmpty());
  EXPECT_THAT(IdOfCallerToken(token.substr(1)), IsEmpty());
  EXPECT_THAT(IdOfCallerToken("bgx_" + token.substr(4)), IsEmpty());
  EXPECT_THAT(IdOfCallerToken("bgw_ABCDEF012345" + token.substr(16)), IsEmpty());
  EXPECT_THAT(IdOfCallerToken(token.substr(0, 16) + "-" + token.substr(17)), IsEmpty());
  EXPECT_THAT(IdOfCallerToken(token.substr(0, 59) + "="), IsEmpty());
}

TEST(CallerToken, OtherTextsAreNoHashes) {
  const std::string hash = TokenHash::Of("token", kSalt).ToText();
  EXPECT_TRUE(TokenHash::Parse(hash));
  for (const std::string& text :
       {std::string(), std::string("."), hash + "=", hash + "A", hash.substr(1), " " + hash,
        hash.substr(0, hash.find('.')), hash.substr(hash.find('.')), "+" + hash.substr(1)}) {
    EXPECT_FALSE(TokenHash::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace bookings
