// See wix_json.h.
#include "deploy/sandbox/wix/wix_json.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bookings::sandbox::wix {
namespace {

// Builds the document as the parser reports it; a repeated key's value is built aside and dropped.
class KeepingFirst : public nlohmann::json_sax<Json> {
 public:
  Json Take() { return std::move(root_); }

  bool null() override { return Put(nullptr); }
  bool boolean(bool value) override { return Put(value); }
  bool number_integer(number_integer_t value) override { return Put(value); }
  bool number_unsigned(number_unsigned_t value) override { return Put(value); }
  bool number_float(number_float_t value, const string_t&) override { return Put(value); }
  bool string(string_t& value) override { return Put(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool end_object() override { return Close(); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool end_array() override { return Close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

  bool key(string_t& name) override {
    Json& object = *open_.back();
    if (object.contains(name)) {
      dropped_.push_back(std::make_unique<Json>());
      next_ = dropped_.back().get();
    } else {
      next_ = &object[name];
    }
    return true;
  }

 private:
  // Where the next value goes: a member announced by key(), a new array element, or the root.
  Json& Place() {
    if (next_ != nullptr) return *std::exchange(next_, nullptr);
    if (open_.empty()) return root_;
    open_.back()->push_back(nullptr);
    return open_.back()->back();
  }

  bool Put(Json value) {
    Place() = std::move(value);
    return true;
  }

  bool Open(Json container) {
    if (open_.size() >= kMaxJsonDepth) return false;
    Json& place = Place();
    place = std::move(container);
    open_.push_back(&place);
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  Json root_;
  Json* next_ = nullptr;
  std::vector<Json*> open_;
  std::vector<std::unique_ptr<Json>> dropped_;
};

}  // namespace

std::optional<Json> ParseKeepingFirst(std::string_view text) {
  KeepingFirst builder;
  if (!Json::sax_parse(text, &builder)) return std::nullopt;
  return builder.Take();
}

}  // namespace bookings::sandbox::wix
