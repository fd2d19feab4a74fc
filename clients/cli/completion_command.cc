// bookctl completion: the scripts that let shells complete; bookctl complete: what these scripts
// ask.
#include <iostream>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/command_line.h"
#include "clients/cli/commands.h"
#include "clients/cli/completion.h"
#include "clients/cli/gateway.h"

namespace bookings::cli {
namespace {

// Somebody has pressed a key and waits.
constexpr absl::Duration kCompletionPatience = absl::Seconds(1);

// The words are taken from the line itself: bash breaks them at `=`, and replaces only what is
// behind it.
constexpr char kBash[] = R"(# Completes bookctl in bash:  source <(bookctl completion bash)
_bookctl() {
  local line=${COMP_LINE:0:COMP_POINT} words=() current kept= candidate meaning
  read -ra words <<<"$line"
  case $line in *[[:space:]]) words+=("") ;; esac
  current=${words[${#words[@]} - 1]}
  case $COMP_WORDBREAKS in *=*) kept=${current%"${current##*=}"} ;; esac
  COMPREPLY=()
  while IFS=$'\t' read -r candidate meaning; do
    COMPREPLY+=("${candidate#"$kept"}")
  done < <("${words[0]/#\~/$HOME}" complete "${words[@]:1}" 2>/dev/null)
  if [ ${#COMPREPLY[@]} -eq 1 ]; then
    case ${COMPREPLY[0]} in *[=/]) compopt -o nospace 2>/dev/null ;; esac
  fi
}
complete -o default -F _bookctl bookctl
)";

constexpr char kZsh[] = R"(#compdef bookctl
# Completes bookctl in zsh:  source <(bookctl completion zsh)
_bookctl() {
  local candidate meaning
  local -a whole begun
  while IFS=$'\t' read -r candidate meaning; do
    case $candidate in
      *[=/]) begun+=("$candidate") ;;
      *) whole+=("$candidate") ;;
    esac
  done < <("${words[1]/#\~/$HOME}" complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( ! $#whole && ! $#begun )); then
    compset -P '*='
    _files
    return
  fi
  compadd -- "${whole[@]}"
  compadd -S '' -- "${begun[@]}"
}
if [ "$funcstack[1]" = _bookctl ]; then
  _bookctl "$@"
else
  compdef _bookctl bookctl
fi
)";

constexpr char kFish[] = R"(# Completes bookctl in fish:  bookctl completion fish | source
function __bookctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found ($words[1] complete $words[2..-1] "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path $current
    end
end
complete -c bookctl -f -a '(__bookctl_complete)'
)";

constexpr std::pair<std::string_view, const char*> kShells[] = {
    {"bash", kBash}, {"zsh", kZsh}, {"fish", kFish}};

const char* ScriptFor(std::string_view shell) {
  for (const auto& [name, script] : kShells) {
    if (name == shell) return script;
  }
  return nullptr;
}

// In the words' own address, token and certificates; whatever is wrong with these, nothing is said.
std::vector<v1::Connection> ConnectionsOf(const std::vector<std::string>& words) {
  Problems problems;
  SetFlags(ReadCommandLine(words, problems), problems);
  problems.clear();
  const Settings settings = ReadSettings(problems);
  const std::optional<Gateway> gateway = OpenGateway(settings.address, problems);
  if (!problems.empty()) return {};
  auto known = gateway->Once().ListConnections({.timeout = kCompletionPatience});
  if (!known.ok()) return {};
  return *std::move(known);
}

}  // namespace

void CheckCompletion(const Invocation& invocation, Problems& problems) {
  const std::string& shell = invocation.operands[0];
  if (ScriptFor(shell) != nullptr) return;
  problems.push_back(absl::StrCat("'", shell, "' is none of bash, zsh, fish"));
}

ExitCode RunCompletion(const Invocation& invocation) {
  std::cout << ScriptFor(invocation.operands[0]);
  return kOk;
}

ExitCode RunComplete(const Invocation& invocation) {
  std::vector<std::string> words = invocation.operands;
  const std::vector<std::string> before(words.begin(), words.end() - (words.empty() ? 0 : 1));
  for (const Candidate& one : Complete(words, [&] { return ConnectionsOf(before); })) {
    std::cout << one.word << '\t' << one.meaning << '\n';
  }
  return kOk;
}

}  // namespace bookings::cli
