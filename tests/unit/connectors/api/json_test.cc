// JSON that cannot be trusted.
#include "connectors/api/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/api/failure.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/json_writer.h"

namespace bookings::json {
namespace {

using ::testing::ElementsAre;

Document Parse(std::string text) {
  absl::StatusOr<Document> document = Document::Parse(std::move(text));
  EXPECT_TRUE(document.ok()) << document.status();
  return *std::move(document);
}

// The only element of an array, as protobuf's JSON value.
google::protobuf::Value Proto(const std::string& text) {
  const Document document = Parse("[" + text + "]");
  google::protobuf::Value value;
  ToProto(*Elements(document.root()).begin(), &value);
  return value;
}

class Malformed : public testing::TestWithParam<std::string> {};
TEST_P(Malformed, IsAnErrorAndNoCrash) {
  const absl::StatusOr<Document> document = Document::Parse(GetParam());
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(ReasonOf(document.status()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}
INSTANTIATE_TEST_SUITE_P(All, Malformed,
                         testing::Values("", " ", "{", "[1,", "{\"a\"}", "{\"a\":1,}", "[1] 2",
                                         "nul", "'a'", "<html>", "\xFF\xFE{}", "{\"a\":01}",
                                         "\"\\ud800\"x", "[\"\t\"]x", std::string("{}\0{}", 5),
                                         std::string("{\"a\":\"x\0y\"}", 11), std::string(100, '['),
                                         std::string(2'000'000, '['),
                                         "{\"a\":" + std::string(70, '[') + std::string(70, ']') +
                                             "}"));

TEST(Document, ReadsTheDepthThatIsAllowed) {
  const std::string deep = std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']');
  EXPECT_TRUE(Document::Parse(deep).ok());
  EXPECT_FALSE(Document::Parse("[" + deep + "]").ok());
}

TEST(Document, StaysValidWhenItMoves) {
  Document first = Parse(R"(["short"])");
  const Value element = *Elements(first.root()).begin();
  const Document second = std::move(first);
  EXPECT_EQ(element.AsString(), "short");
}

TEST(Value, AccessorsAnswerForTheirOwnTypeOnly) {
  const Document document = Parse(R"({"s":"x","n":12,"d":1.5,"b":true,"z":null,"a":[1],"o":{}})");
  const Value root = document.root();
  EXPECT_EQ(root["s"].AsString(), "x");
  EXPECT_EQ(root["n"].AsInt64(), 12);
  EXPECT_EQ(root["d"].AsNumberText(), "1.5");
  EXPECT_EQ(root["d"].AsInt64(), std::nullopt);
  EXPECT_EQ(root["b"].AsBool(), true);
  EXPECT_TRUE(root["z"].IsNullOrMissing());
  EXPECT_TRUE(root["missing"].IsNullOrMissing());
  EXPECT_EQ(root["n"].AsString(), std::nullopt);
  EXPECT_EQ(root["s"].AsInt64(), std::nullopt);
  EXPECT_EQ(root["missing"].AsBool(), std::nullopt);
  EXPECT_EQ(root["a"].size(), 1U);
  EXPECT_EQ(root["s"].size(), 0U);
  EXPECT_TRUE(root["s"]["deeper"]["still"].IsNullOrMissing());
}

TEST(Value, IntegersAreNotRoundedOrWrapped) {
  const Document document =
      Parse("[9223372036854775807,-9223372036854775808,9223372036854775808,1e3,-0]");
  std::vector<std::optional<int64_t>> numbers;
  for (Value value : Elements(document.root())) numbers.push_back(value.AsInt64());
  EXPECT_THAT(numbers, ElementsAre(INT64_MAX, INT64_MIN, std::nullopt, std::nullopt, 0));
}

TEST(Value, OfARepeatedKeyTheLastCounts) {
  EXPECT_EQ(Parse(R"({"a":1,"b":{"a":3},"a":2})").root()["a"].AsInt64(), 2);
}

TEST(Value, NestedContainersAreSteppedOver) {
  const Document document = Parse(R"({"a":{"x":[1,{"y":2}],"z":"q"},"b":[[],[[]],{}],"c":7})");
  std::vector<std::string> keys;
  for (const Member& member : Members(document.root())) keys.emplace_back(member.key);
  EXPECT_THAT(keys, ElementsAre("a", "b", "c"));
  EXPECT_EQ(document.root()["b"].size(), 3U);
  EXPECT_EQ(document.root()["c"].AsInt64(), 7);
}

TEST(Text, EscapesAreDecoded) {
  EXPECT_EQ(Parse(R"(["\u00e9\n\"\ud83d\ude00"])").root().size(), 1U);
  const Document document = Parse(R"({"t":"\u00e9\n\"\ud83d\ude00"})");
  EXPECT_EQ(document.root()["t"].AsString(), "\xC3\xA9\n\"\xF0\x9F\x98\x80");
}

// Plain characters are taken in runs: these end at every place of a run.
TEST(Text, RunsEndAtQuotesEscapesAndControlBytes) {
  for (size_t before = 0; before < 40; ++before) {
    const std::string run(before, 'x');
    for (const size_t after : {0, 1, 15, 16, 17, 40}) {
      const std::string rest(after, 'y');
      const Document document =
          Parse("[\"" + run + "\\n" + rest + "\\\"" + run + "\",\"" + rest + "\"]");
      const Value text = *Elements(document.root()).begin();
      EXPECT_EQ(text.AsString(), run + "\n" + rest + "\"" + run);
      EXPECT_EQ((*++Elements(document.root()).begin()).AsString(), rest);
    }
    for (char control = 1; control < 0x20; ++control) {
      EXPECT_FALSE(Document::Parse("[\"" + run + control + run + "\"]").ok()) << int{control};
    }
    EXPECT_FALSE(Document::Parse("[\"" + run).ok());
    EXPECT_FALSE(Document::Parse("[\"" + run + "\\").ok());
  }
}

TEST(Text, EveryOtherByteIsPlain) {
  std::string all;
  for (int c = 0x20; c < 0x80; ++c) {
    if (c != '"' && c != '\\') all += static_cast<char>(c);
  }
  all += "\xC3\xA9\xF0\x9F\x98\x80";
  const Document document = Parse("[\"" + all + "\"]");
  EXPECT_EQ((*Elements(document.root()).begin()).AsString(), all);
}

TEST(Document, HoldsMoreValuesThanItsTextLetsExpect) {
  std::string text = "[";
  for (int i = 0; i < 1'000; ++i) text += "1,";
  const Document document = Parse(text + "2]");
  EXPECT_EQ(document.root().size(), 1'001U);
  int64_t sum = 0;
  for (Value value : Elements(document.root())) sum += *value.AsInt64();
  EXPECT_EQ(sum, 1'002);
}

TEST(Text, WhatIsNoUtf8SpoilsOnlyTheStringThatHoldsIt) {
  const Document raw = Parse(
      "{\"bad\":\"a\xFF"
      "b\",\"good\":\"\xC3\xA9\"}");
  EXPECT_EQ(raw.root()["bad"].kind(), Kind::kBadText);
  EXPECT_EQ(raw.root()["bad"].AsString(), std::nullopt);
  EXPECT_EQ(raw.root()["good"].AsString(), "\xC3\xA9");
  const Document lone = Parse(R"({"bad":"\udc00","pair":"\ud83d\ude00"})");
  EXPECT_EQ(lone.root()["bad"].AsString(), std::nullopt);
  EXPECT_EQ(lone.root()["pair"].AsString(), "\xF0\x9F\x98\x80");
}

TEST(CleanText, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(CleanText("a\xFF\xC3\xA9\xE2\x82"), "a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(CleanText(""), "");
}

TEST(ToProto, KeepsNumbersThatADoubleHolds) {
  EXPECT_EQ(Proto("12.50").number_value(), 12.5);
  EXPECT_EQ(Proto("123456789012345").number_value(), 123456789012345.0);
  EXPECT_EQ(Proto("0.000001").number_value(), 0.000001);
  EXPECT_EQ(Proto("1234567890123456").string_value(), "1234567890123456");
  EXPECT_EQ(Proto("123456789012345678901").string_value(), "123456789012345678901");
}

TEST(ToProto, KeepsEveryType) {
  const google::protobuf::Value value = Proto(R"({"a":[null,true,"x",[],{}],"b":"\udc00"})");
  const auto& fields = value.struct_value().fields();
  const auto& list = fields.at("a").list_value();
  EXPECT_EQ(list.values(0).kind_case(), google::protobuf::Value::kNullValue);
  EXPECT_TRUE(list.values(1).bool_value());
  EXPECT_EQ(list.values(2).string_value(), "x");
  EXPECT_EQ(list.values(3).kind_case(), google::protobuf::Value::kListValue);
  EXPECT_EQ(list.values(4).kind_case(), google::protobuf::Value::kStructValue);
  EXPECT_TRUE(google::protobuf::Value().ParseFromString(value.SerializeAsString()));
}

TEST(ToProto, ReplacesWhatStoodThere) {
  const Document document = Parse(R"([[1], {"a": 1}])");
  google::protobuf::Value list;
  google::protobuf::Value object;
  object.mutable_struct_value()->mutable_fields()->insert({"b", list});
  for (int i = 0; i < 2; ++i) {
    ToProto(*Elements(document.root()).begin(), &list);
    ToProto(*++Elements(document.root()).begin(), &object);
  }
  EXPECT_EQ(list.list_value().values_size(), 1);
  EXPECT_EQ(object.struct_value().fields_size(), 1);
}

TEST(HashJson, DoesNotSeeWhiteSpaceButEveryValue) {
  const auto hash = [](std::string text) { return HashJson(Parse(std::move(text)).root()); };
  EXPECT_EQ(hash(R"({"a":[1,"x"]})"), hash("{ \"a\" : [ 1 , \"x\" ] }"));
  EXPECT_NE(hash(R"({"a":[1,"x"]})"), hash(R"({"a":[1,"y"]})"));
  EXPECT_NE(hash(R"({"a":1})"), hash(R"({"a":"1"})"));
  EXPECT_NE(hash(R"({"a":[],"b":1})"), hash(R"({"a":[1],"b":1})"));
  EXPECT_NE(hash("[true]"), hash("[false]"));
  EXPECT_NE(hash("[[],[]]"), hash("[[[]]]"));
}

// Etags outlive the process that made them.
TEST(HashJson, IsTheSameInEveryVersion) {
  EXPECT_EQ(
      HashJson(
          Parse(R"({"a":[1,true,null,"","xyz","12345678","1234567890123456","12345678901234567"]})")
              .root()),
      11089716224500399671U);
}

TEST(HashJson, FeelsEveryByteOfEveryLength) {
  for (size_t size = 0; size < 50; ++size) {
    const std::string text(size, 'x');
    const auto hash = [](const std::string& t) {
      return HashJson(Parse("[\"" + t + "\"]").root());
    };
    EXPECT_NE(hash(text), hash(text + "x"));
    for (size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'y';
      EXPECT_NE(hash(text), hash(other)) << size << ' ' << at;
    }
  }
}

TEST(Writer, WritesWhatItWasTold) {
  Writer writer;
  writer.Open('{').Key("a\"b").String("\x01\n\\").Key("n").Number(-5).Key("l").Open('[');
  writer.Bool(true).Null().Raw("{\"x\":1}").Close(']').Key("e").Open('{').Close('}').Close('}');
  const std::string text = std::move(writer).Take();
  EXPECT_EQ(text, R"({"a\"b":"\u0001\u000a\\","n":-5,"l":[true,null,{"x":1}],"e":{}})");
  EXPECT_EQ(Parse(text).root()["a\"b"].AsString(), "\x01\n\\");
}

}  // namespace
}  // namespace bookings::json
