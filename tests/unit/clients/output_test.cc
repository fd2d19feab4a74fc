// CSV, YAML and tables: what they quote, cut and leave out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <sstream>
#include <string>

#include "clients/cli/booking_table.h"
#include "clients/cli/csv.h"
#include "clients/cli/progress.h"
#include "clients/cli/table.h"
#include "clients/cli/text_wrap.h"
#include "clients/cli/yaml.h"

namespace bookings::cli {
namespace {

TEST(Csv, QuotesByRfc4180) {
  EXPECT_EQ(CsvLine({"a", "", "b c"}), "a,,b c\r\n");
  EXPECT_EQ(CsvLine({"a,b", "say \"no\"", "two\nlines", "cr\rlf"}),
            "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"cr\rlf\"\r\n");
  EXPECT_EQ(CsvLine({"é, 東京"}), "\"é, 東京\"\r\n");
}

TEST(Csv, FormulasBecomeText) {
  EXPECT_EQ(CsvLine({"=HYPERLINK(1)"}), "'=HYPERLINK(1)\r\n");
  EXPECT_EQ(CsvLine({"@SUM(A1)"}), "'@SUM(A1)\r\n");
  EXPECT_EQ(CsvLine({"-2+cmd|' /C calc'!A0"}), "'-2+cmd|' /C calc'!A0\r\n");
  EXPECT_EQ(CsvLine({"\tx"}), "'\tx\r\n");
  EXPECT_EQ(CsvLine({"=1,\"2\""}), "\"'=1,\"\"2\"\"\"\r\n");
  EXPECT_EQ(CsvLine({"="}), "'=\r\n");
}

TEST(Csv, NumbersAndTelephonesStayAsTheyAre) {
  EXPECT_EQ(CsvLine({"-35.50", "+351 912 345 678", "+49 (0)30/123", "a=b"}),
            "-35.50,+351 912 345 678,+49 (0)30/123,a=b\r\n");
}

TEST(Csv, HeaderAndRowOfBookings) {
  v1::Booking booking;
  booking.set_name("connections/porto/bookings/b-1");
  booking.set_vendor("hostelmate");
  booking.set_status(v1::BOOKING_STATUS_NO_SHOW);
  booking.mutable_start_time()->set_seconds(1'796'482'800);
  booking.add_customers()->set_display_name("Ana");
  booking.add_customers()->set_display_name("Rui");
  booking.mutable_total()->set_currency_code("EUR");
  booking.mutable_total()->set_units(54);
  const std::vector<std::string> header = BookingCsvHeader();
  const std::vector<std::string> row = BookingCsvRow(booking);
  ASSERT_EQ(header.size(), row.size());
  const auto field = [&](const std::string& name) {
    return row[static_cast<size_t>(std::find(header.begin(), header.end(), name) - header.begin())];
  };
  EXPECT_EQ(field("name"), "connections/porto/bookings/b-1");
  EXPECT_EQ(field("status"), "no_show");
  EXPECT_EQ(field("start_time"), "2026-12-05T15:00:00Z");
  EXPECT_EQ(field("end_time"), "");
  EXPECT_EQ(field("customer_name"), "Ana; Rui");
  EXPECT_EQ(field("total"), "54.00");
  EXPECT_EQ(field("currency"), "EUR");
  EXPECT_EQ(field("payment_status"), "");
}

// The document as a reader of YAML has it.
YAML::Node Read(const std::string& json) { return YAML::Load(YamlDocument(json)); }

TEST(Yaml, KeepsOrderAndNesting) {
  EXPECT_EQ(
      YamlDocument(R"({"name":"b","a":{"x":[1,{"on_top":true}],"none":{},"empty":[]},"z":null})"),
      "---\nname: b\na:\n  x:\n    - 1\n    - on_top: true\n  none: {}\n  empty: []\nz: null\n");
}

TEST(Yaml, TextThatLooksLikeOtherThingsIsQuoted) {
  for (const char* text : {"true", "No",   "off",   "null",  "~",          "123",
                           "1e3",  "0x1F", "1_000", "12:30", "2026-12-01", "2026-12-01T10:00:00Z",
                           "",     " a",   "a ",    "- a",   "a: b",       "a #b",
                           "#a",   "&a",   "*a",    "!a",    "%a",         "@a",
                           "'a'",  ".inf", "=",     "<<",    "[a]",        "{a}",
                           "y",    "a\\nb"}) {
    EXPECT_FALSE(IsPlainText(text)) << text;
    const std::string document = YamlDocument("{\"k\":\"" + std::string(text) + "\"}");
    EXPECT_NE(document.find("k: \""), std::string::npos) << document;
  }
  EXPECT_TRUE(IsPlainText("connections/tokyo/bookings/Zk3_pQ9xLm2A"));
  EXPECT_TRUE(IsPlainText("BOOKING_STATUS_CONFIRMED"));
}

TEST(Yaml, TextComesBackAsItWas) {
  EXPECT_EQ(Read(R"({"k":"say \"no\"\n\ttab \\ back"})")["k"].as<std::string>(),
            "say \"no\"\n\ttab \\ back");
  EXPECT_EQ(Read(R"({"k":"東京 é 🙂"})")["k"].as<std::string>(), "東京 é 🙂");
  EXPECT_EQ(Read("{\"k\":\"a\u2028b\u007Fc\"}")["k"].as<std::string>(), "a\u2028b\u007Fc");
  EXPECT_EQ(Read(R"({"yes":"a","a: b":"c"})")["a: b"].as<std::string>(), "c");
}

TEST(Table, ColumnsGiveWayByRank) {
  const std::vector<Column> columns = {{"A", 10}, {"B", 10, 4, 2}, {"C", 10, 5, 1}, {"D", 0, 10}};
  const auto shown = [&](int cells) {
    std::string widths;
    for (const Column& column : FitColumns(columns, cells)) {
      widths += column.hidden ? " -" : " " + std::to_string(column.width);
    }
    return widths;
  };
  EXPECT_EQ(shown(0), " 10 10 10 0");
  EXPECT_EQ(shown(200), " 10 10 10 0");
  EXPECT_EQ(shown(37), " 10 4 7 0") << "the spare cells are for those that give way last";
  EXPECT_EQ(shown(35), " 10 4 5 0");
  EXPECT_EQ(shown(34), " 10 - 10 0");
  EXPECT_EQ(shown(28), " 10 - - 0");
  EXPECT_EQ(shown(5), " 10 - - 0");
}

TEST(Table, ColumnsThatCanBeSparedGiveWayToLongTexts) {
  const std::vector<Column> columns = {
      {"A", 10}, {"B", 5, 0, 3}, {"C", 5, 0, 2}, {"D", 0, 10, 0, 20}};
  const auto hidden = [&](int cells) {
    std::string titles;
    for (const Column& column : FitColumns(columns, cells))
      titles += column.hidden ? column.title : "";
    return titles;
  };
  EXPECT_EQ(hidden(46), "");
  EXPECT_EQ(hidden(45), "B");
  EXPECT_EQ(hidden(38), "B") << "C cannot be spared: long texts are cut, or wrap";
  EXPECT_EQ(hidden(28), "BC");
}

TEST(Table, HiddenColumnsAreNotPrinted) {
  std::ostringstream out;
  Table table(out, false, FitColumns({{"A", 3}, {"B", 9, 0, 1}, {"C", 0, 3}}, 8));
  table.PrintHeader();
  table.PrintRow({{"x"}, {"never"}, {"long enough"}});
  EXPECT_EQ(out.str(), "A    C\nx    long enough\n");
}

TEST(Names, ShortAndFull) {
  EXPECT_EQ(ShortName("connections/tokyo/bookings/Zk3"), "tokyo/Zk3");
  EXPECT_EQ(FullName("tokyo/Zk3"), "connections/tokyo/bookings/Zk3");
  for (const char* name :
       {"connections/tokyo/bookings/Zk3", "tokyo", "a/b/c", "connections/tokyo"}) {
    EXPECT_EQ(FullName(name), name);
  }
}

TEST(Wrapping, BreaksBetweenWords) {
  EXPECT_EQ(Wrapped("  --a", "one two three", 8, 16), "  --a   one two\n        three\n");
  EXPECT_EQ(Wrapped("  --longer", "one", 8, 16), "  --longer\n        one\n");
  EXPECT_EQ(Wrapped("", "averyveryverylongword b", 0, 10), "averyveryverylongword\nb\n");
  EXPECT_EQ(Wrapped("so:", "one two", 0, 8), "so: one\ntwo\n");
}

TEST(Progress, TellsCountRateAndSources) {
  Tally tally;
  EXPECT_EQ(ProgressText(tally, absl::ZeroDuration()), "0 bookings, 0.0 s");
  v1::ListBookingsResponse page;
  for (int i = 0; i < 30; ++i) page.add_bookings();
  for (const auto& [name, state] :
       {std::pair("a", v1::SOURCE_STATE_READING), std::pair("b", v1::SOURCE_STATE_FAILED)}) {
    page.add_sources()->set_connection(name);
    page.mutable_sources()->rbegin()->set_state(state);
  }
  tally.Add(page);
  EXPECT_EQ(ProgressText(tally, absl::Seconds(2)), "30 bookings, 15/s, 1 of 2 sources done, 2.0 s");
}

}  // namespace
}  // namespace bookings::cli
