// See status_page.h.
#include "service/admin/status_page.h"

#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "connectors/api/time.h"
#include "service/observability/label_words.h"

namespace bookings {
namespace {

constexpr char kHead[] = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="10">
<title>Bookings Gateway</title>
<style>
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --good: #1a7f4b; --bad: #c62828; --warn: #8f5600; }
@media (prefers-color-scheme: dark) { :root { --good: #4cc38a; --bad: #ff7b72; --warn: #f0b429; } }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 72rem; }
h1 { font-size: 1.35rem; margin: 0 0 .2rem; }
h2 { font-size: 1.05rem; margin: 1.8rem 0 .6rem; }
p { margin: .2rem 0; }
.soft { opacity: .7; }
.cards { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .8rem; overflow-wrap: anywhere; }
.card header { display: flex; justify-content: space-between; gap: .5rem; align-items: baseline; }
.card strong { font-size: 1rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem .7rem; margin: .5rem 0 0; }
dt { opacity: .7; } dd { margin: 0; }
.state { font-size: .85rem; white-space: nowrap; }
.state::before { content: "\25CF\A0"; }
.active { color: var(--good); } .degraded, .auth_failed { color: var(--bad); } .rate_limited { color: var(--warn); }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--soft); white-space: nowrap; }
th[scope=row] { position: sticky; left: 0; background: Canvas; font-weight: 600; min-width: 7.5rem; white-space: normal; overflow-wrap: anywhere; }
th[scope=col] { white-space: normal; vertical-align: bottom; }
tbody tr:last-child > * { border-bottom: 0; }
.none { opacity: .6; }
.notice { border: 1px solid var(--bad); border-radius: .5rem; padding: .5rem .8rem; margin: .8rem 0 0; color: var(--bad); }
nav { display: flex; flex-wrap: wrap; gap: .2rem .9rem; }
</style>
</head>
<body>
)html";

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Two units at most: `3 d 4 h`, `12 s`, `85 ms`.
std::string Rounded(absl::Duration duration) {
  struct Unit {
    absl::Duration length;
    const char* name;
  };
  const std::array units = {Unit{absl::Hours(24), "d"}, Unit{absl::Hours(1), "h"},
                            Unit{absl::Minutes(1), "min"}, Unit{absl::Seconds(1), "s"},
                            Unit{absl::Milliseconds(1), "ms"}};
  for (size_t i = 0; i < units.size(); ++i) {
    absl::Duration rest;
    const int64_t count = absl::IDivDuration(duration, units[i].length, &rest);
    if (count == 0) continue;
    std::string first = absl::StrCat(count, " ", units[i].name);
    if (units[i].length <= absl::Seconds(1)) return first;
    const int64_t second = absl::IDivDuration(rest, units[i + 1].length, &rest);
    return second == 0 ? first : absl::StrCat(first, " ", second, " ", units[i + 1].name);
  }
  return "under 1 ms";
}

std::string Utc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

void AddFact(std::string_view name, std::string_view value, std::string* out) {
  absl::StrAppend(out, "<dt>", Escaped(name), "</dt><dd>", Escaped(value), "</dd>\n");
}

std::string IdOf(const v1::Connection& connection) {
  return connection.name().substr(connection.name().rfind('/') + 1);
}

void AddConnection(const ConnectionStatus& status, absl::Time now, std::string* out) {
  const v1::Connection& connection = status.connection;
  const std::string state = StateWord(connection.state());
  absl::StrAppend(out, "<article class=\"card\"><header><strong>", Escaped(IdOf(connection)),
                  "</strong><span class=\"state ", state, "\">", state, "</span></header>\n");
  absl::StrAppend(out, "<p class=\"soft\">", Escaped(connection.display_name()), " &middot; ",
                  Escaped(connection.vendor()), " ", Escaped(connection.mode()), "</p>\n<dl>\n");
  if (status.median) {
    AddFact("Latency",
            absl::StrCat(Rounded(*status.median), " median, 95% within ",
                         Rounded(*status.slowest_twentieth)),
            out);
  } else {
    AddFact("Latency", "not called yet", out);
  }
  if (connection.has_quota_left()) {
    AddFact("Quota left", absl::StrCat(connection.quota_left(), " calls"), out);
  }
  if (connection.has_rate_limited_until()) {
    const absl::Time until = FromTimestamp(connection.rate_limited_until());
    AddFact("Throttled for", Rounded(until - now), out);
  }
  if (connection.has_last_error()) {
    AddFact("Last error",
            absl::StrCat(OutcomeWord(static_cast<size_t>(connection.last_error().reason())), ": ",
                         connection.last_error().message()),
            out);
  }
  absl::StrAppend(out, "</dl></article>\n");
}

const char* SupportMark(v1::Support support) {
  switch (support) {
    case v1::SUPPORT_NATIVE:
      return "yes";
    case v1::SUPPORT_EMULATED:
      return "emulated";
    default:
      return "<span class=\"none\">no</span>";
  }
}

std::string OperationWord(v1::Operation operation) {
  constexpr std::string_view kPrefix = "OPERATION_";
  std::string word = v1::Operation_Name(operation).substr(kPrefix.size());
  for (char& c : word) c = c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  return word;
}

void AddCapabilities(const StatusView& view, std::string* out) {
  absl::StrAppend(out, "<div class=\"wide\"><table><thead><tr><th scope=\"col\">connection</th>");
  for (int operation = 1; operation <= v1::Operation_MAX; ++operation) {
    absl::StrAppend(out, "<th scope=\"col\">", OperationWord(static_cast<v1::Operation>(operation)),
                    "</th>");
  }
  absl::StrAppend(out, "</tr></thead><tbody>\n");
  for (const ConnectionStatus& status : view.connections) {
    absl::StrAppend(out, "<tr><th scope=\"row\">", Escaped(IdOf(status.connection)), "</th>");
    for (int operation = 1; operation <= v1::Operation_MAX; ++operation) {
      v1::Support support = v1::SUPPORT_UNSPECIFIED;
      for (const auto& capability : status.connection.capabilities().operations()) {
        if (capability.operation() == operation) support = capability.support();
      }
      absl::StrAppend(out, "<td>", SupportMark(support), "</td>");
    }
    absl::StrAppend(out, "</tr>\n");
  }
  absl::StrAppend(out, "</tbody></table></div>\n");
}

void AddStreams(const StatusView& view, std::string* out) {
  if (view.streams.empty()) {
    absl::StrAppend(out, "<p class=\"soft\">No streams at present.</p>\n");
    return;
  }
  absl::StrAppend(out,
                  "<div class=\"wide\"><table><thead><tr><th scope=\"col\">caller</th>"
                  "<th scope=\"col\">rpc</th><th scope=\"col\">connections</th>"
                  "<th scope=\"col\">age</th><th scope=\"col\">pages</th>"
                  "<th scope=\"col\">bookings</th><th scope=\"col\">waits for</th></tr></thead>"
                  "<tbody>\n");
  for (const StreamStatus& stream : view.streams) {
    absl::StrAppend(out, "<tr><th scope=\"row\">",
                    stream.caller.empty() ? "anonymous" : Escaped(stream.caller), "</th><td>");
    absl::StrAppend(out, Escaped(stream.rpc), "</td><td>",
                    Escaped(absl::StrJoin(stream.connections, ", ")), "</td><td>",
                    Rounded(stream.age), "</td><td>", stream.pages, "</td><td>", stream.bookings,
                    "</td><td>", Escaped(stream.waits_for), "</td></tr>\n");
  }
  absl::StrAppend(out, "</tbody></table></div>\n");
  if (view.all_streams > view.streams.size()) {
    absl::StrAppend(out, "<p class=\"soft\">and ", view.all_streams - view.streams.size(),
                    " more</p>\n");
  }
}

void AddHead(const StatusView& view, std::string* out) {
  absl::StrAppend(out, "<header class=\"page\"><h1>Bookings Gateway ", Escaped(view.version),
                  "</h1>\n<p>",
                  view.draining ? "<span class=\"state degraded\">draining</span>, up"
                                : "<span class=\"state active\">serving</span>",
                  " for ", Rounded(view.now - view.started), "</p>\n");
  absl::StrAppend(out, "<p class=\"soft\">Configuration of ", Utc(view.config_loaded),
                  "; this page of ", Utc(view.now), ".</p>\n");
  if (view.reload_refused) {
    absl::StrAppend(out,
                    "<p class=\"notice\">The configuration in the files is refused: the one before "
                    "stays in force, and a restart would fail. The log says what is wrong.</p>\n");
  }
  absl::StrAppend(out, "</header>\n");
}

}  // namespace

std::string RenderStatus(const StatusView& view) {
  std::string out = kHead;
  AddHead(view, &out);
  absl::StrAppend(&out, "<h2>Connections</h2>\n<div class=\"cards\">\n");
  for (const ConnectionStatus& status : view.connections) AddConnection(status, view.now, &out);
  absl::StrAppend(&out, "</div>\n<h2>Streams (", view.all_streams, ")</h2>\n");
  AddStreams(view, &out);
  absl::StrAppend(&out, "<h2>What connections can do</h2>\n");
  AddCapabilities(view, &out);
  absl::StrAppend(&out,
                  "<h2>More</h2>\n<nav><a href=\"/metrics\">metrics</a><a href=\"/config\">"
                  "configuration</a><a href=\"/healthz\">health</a><a href=\"/readyz\">readiness"
                  "</a></nav>\n</body>\n</html>\n");
  return out;
}

}  // namespace bookings
