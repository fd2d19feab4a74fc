// See fetcher.h.
#include "tests/benchmarks/floor/fetcher.h"

#include <utility>

namespace bookings::benchmarks {

Fetcher::Fetcher(const std::string& header) : multi_(curl_multi_init()) {
  headers_ = curl_slist_append(headers_, header.c_str());
  thread_ = std::thread([this] { Run(); });
}

Fetcher::~Fetcher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  curl_multi_wakeup(multi_);
  thread_.join();
  for (CURL* easy : idle_) curl_easy_cleanup(easy);
  curl_multi_cleanup(multi_);
  curl_slist_free_all(headers_);
}

void Fetcher::Get(std::string url, Done done) {
  auto* transfer = new Transfer{nullptr, std::move(url), {}, std::move(done)};
  {
    const std::lock_guard lock(mutex_);
    queued_.push_back(transfer);
  }
  curl_multi_wakeup(multi_);
}

size_t Fetcher::Append(char* data, size_t size, size_t count, void* transfer) {
  static_cast<Transfer*>(transfer)->body.append(data, size * count);
  return size * count;
}

void Fetcher::StartQueued() {
  std::vector<Transfer*> started;
  {
    const std::lock_guard lock(mutex_);
    started.swap(queued_);
  }
  for (Transfer* transfer : started) {
    if (idle_.empty()) idle_.push_back(curl_easy_init());
    transfer->easy = idle_.back();
    idle_.pop_back();
    transfer->body.reserve(64 * 1024);
    curl_easy_setopt(transfer->easy, CURLOPT_URL, transfer->url.c_str());
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(transfer->easy, CURLOPT_WRITEFUNCTION, &Fetcher::Append);
    curl_easy_setopt(transfer->easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
    curl_multi_add_handle(multi_, transfer->easy);
  }
}

void Fetcher::FinishDone() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    void* pointer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &pointer);
    auto* transfer = static_cast<Transfer*>(pointer);
    const bool ok = message->data.result == CURLE_OK;
    curl_multi_remove_handle(multi_, transfer->easy);
    idle_.push_back(transfer->easy);
    transfer->done(ok ? std::move(transfer->body) : std::string());
    delete transfer;
  }
}

void Fetcher::Run() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    StartQueued();
    int running = 0;
    curl_multi_perform(multi_, &running);
    FinishDone();
    curl_multi_poll(multi_, nullptr, 0, 1'000, nullptr);
  }
}

}  // namespace bookings::benchmarks
