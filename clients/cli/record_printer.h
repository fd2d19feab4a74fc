// Prints results one by one as they come, in the form that --output asks for.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/csv.h"
#include "clients/cli/flags.h"
#include "clients/cli/json_text.h"
#include "clients/cli/table.h"
#include "clients/cli/yaml.h"

namespace bookings::cli {

// How records of one kind look as rows.
template <typename Record>
struct RecordShape {
  std::vector<Column> (*columns)();
  std::vector<Cell> (*row)(const Record&, const Settings&);
  std::vector<std::string> (*csv_header)();
  // As many fields as the header.
  std::vector<std::string> (*csv_row)(const Record&);
};

// The settings and the stream must outlive it.
template <typename Record>
class RecordPrinter {
 public:
  RecordPrinter(const RecordShape<Record>& shape, const Settings& settings, std::ostream& out)
      : shape_(shape),
        settings_(settings),
        out_(out),
        table_(out, settings.color, FitColumns(shape.columns(), settings.columns)) {}

  // Prints what stands above the records, once.
  void Begin() {
    if (begun_) return;
    begun_ = true;
    if (settings_.output == Output::kCsv) out_ << CsvLine(shape_.csv_header());
    if (IsTable()) table_.PrintHeader();
  }

  void Print(const Record& record) {
    Begin();
    if (IsTable()) return table_.PrintRow(shape_.row(record, settings_));
    if (settings_.output == Output::kCsv) {
      out_ << CsvLine(shape_.csv_row(record));
    } else if (settings_.output == Output::kYaml) {
      out_ << YamlDocument(ToJson(record));
    } else {
      out_ << ToJson(record) << '\n';
    }
  }

 private:
  bool IsTable() const {
    return settings_.output == Output::kDefault || settings_.output == Output::kTable;
  }

  const RecordShape<Record> shape_;
  const Settings& settings_;
  std::ostream& out_;
  Table table_;
  bool begun_ = false;
};

}  // namespace bookings::cli
