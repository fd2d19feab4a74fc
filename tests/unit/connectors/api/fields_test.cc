// Objects read by a table of their documented fields.
#include "connectors/api/fields.h"

#include <gtest/gtest.h>

namespace bookings::json {
namespace {

struct Item {
  std::string_view id;
  std::optional<int64_t> count;
  std::optional<bool> done;
  Value more;
};

const FieldTable<Item>& Table() {
  static const FieldTable<Item> table = {{"id", &Item::id},
                                         {"count", &Item::count},
                                         {"done", &Item::done},
                                         {"more", &Item::more},
                                         {"placeless", FieldTable<Item>::NoPlace{}}};
  return table;
}

class Fields : public testing::Test {
 protected:
  Item Read(std::string text) {
    document_ = *Document::Parse(std::move(text));
    return Table().Read(document_->root(), left_);
  }
  std::string LeftOver(std::string_view parent = "") {
    google::protobuf::Struct fields;
    left_.MoveTo(parent, &fields);
    return fields.ShortDebugString();
  }

  std::optional<Document> document_;
  Leftovers left_;
};

TEST_F(Fields, AreReadInAnyOrder) {
  const Item item = Read(R"({"more":[1],"done":true,"id":"x","count":3})");
  EXPECT_EQ(item.id, "x");
  EXPECT_EQ(item.count, 3);
  EXPECT_EQ(item.done, true);
  EXPECT_EQ(item.more.size(), 1U);
  EXPECT_FALSE(left_.unreadable);
  EXPECT_EQ(left_.unknown, 0);
  EXPECT_TRUE(left_.unplaced.empty());
}

TEST_F(Fields, NullAbsentAndEmptyAreTheSame) {
  for (const char* text : {"{}", R"({"id":null,"count":null,"done":null})", R"({"id":""})"}) {
    left_.Clear();
    const Item item = Read(text);
    EXPECT_EQ(item.id, "") << text;
    EXPECT_EQ(item.count, std::nullopt) << text;
    EXPECT_FALSE(left_.unreadable) << text;
  }
}

TEST_F(Fields, AWrongTypeSpoilsThatFieldOnlyAndIsKept) {
  const Item item = Read(R"({"id":7,"count":3})");
  EXPECT_EQ(item.id, "");
  EXPECT_EQ(item.count, 3);
  EXPECT_TRUE(left_.unreadable);
  EXPECT_EQ(left_.unknown, 0);
  EXPECT_EQ(LeftOver(), "fields { key: \"id\" value { number_value: 7 } }");
}

TEST_F(Fields, UnknownOnesAreCountedAndKept) {
  Read(R"({"new":{"a":1},"id":"x"})");
  EXPECT_EQ(left_.unknown, 1);
  EXPECT_FALSE(left_.unreadable);
  EXPECT_NE(LeftOver().find("key: \"new\""), std::string::npos);
}

TEST_F(Fields, PlacelessOnesAreKeptButNotCounted) {
  Read(R"({"placeless":5})");
  EXPECT_EQ(left_.unknown, 0);
  EXPECT_EQ(LeftOver("guest"),
            "fields { key: \"guest\" value { struct_value { fields { key: \"placeless\" value { "
            "number_value: 5 } } } } }");
  left_.Clear();
  Read(R"({"placeless":null})");
  EXPECT_EQ(LeftOver(), "");
}

TEST_F(Fields, OfARepeatedOneTheLastCounts) {
  EXPECT_EQ(Read(R"({"id":"a","count":1,"id":"b"})").id, "b");
  EXPECT_EQ(Read(R"({"id":"a","id":null})").id, "");
}

TEST_F(Fields, WhatIsNoObjectHasNone) {
  EXPECT_EQ(Read("[1,2]").id, "");
  EXPECT_EQ(Read("null").id, "");
}

}  // namespace
}  // namespace bookings::json
