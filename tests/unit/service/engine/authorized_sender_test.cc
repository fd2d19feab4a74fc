// Credentials: each kind, renewing tokens, sessions that are stored before they are used, and
// callers' own tokens.
#include "service/engine/authorized_sender.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <vector>

#include "connectors/api/failure.h"
#include "tests/fakes/fake_connector.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

using Kind = Credentials::Kind;

Credentials OfKind(Kind kind) {
  Credentials credentials;
  credentials.kind = kind;
  credentials.header = "Authorization";
  credentials.prefix = "Bearer ";
  credentials.plain_headers = {{"site", "s-1"}};
  credentials.accepts_caller_token = kind == Kind::kRotatingSession || kind == Kind::kCallerToken;
  return credentials;
}

absl::Status Refused() {
  return ExplainHttpStatus(Purpose::kListBookings, VendorRefusal{401, "", "", std::nullopt});
}

absl::Status Unavailable() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down");
}

class MemorySessionStore final : public SessionStore {
 public:
  std::optional<Session> Load(std::string_view connection) const override {
    const auto found = sessions_.find(connection);
    return found == sessions_.end() ? std::nullopt : std::optional(found->second);
  }
  absl::Status Store(std::string_view connection, Session session) override {
    if (full) return absl::ResourceExhaustedError("the disk is full");
    sessions_.insert_or_assign(std::string(connection), std::move(session));
    return absl::OkStatus();
  }
  std::string TokenOf(std::string_view connection) const {
    const std::optional<Session> session = Load(connection);
    return session ? session->refresh_token.RevealForUse() : "";
  }

  bool full = false;

 private:
  std::map<std::string, Session, std::less<>> sessions_;
};

class AuthorizedSenderTest : public ::testing::Test {
 protected:
  void Use(Kind kind, std::string secret = "first") {
    connector_ = std::make_unique<FakeConnector>(OfKind(kind));
    SessionStore* sessions = kind == Kind::kRotatingSession ? &sessions_ : nullptr;
    sender_ = std::make_unique<AuthorizedSender>(
        std::make_unique<FakeSender>(&sent_), connector_->credentials(),
        TokenOrigin{connector_.get(), "hotel", Secret(std::move(secret)), sessions}, &loop_);
  }
  // Sends a request and returns its index among the replies.
  size_t Send(CallContext context = {}, Authorization authorization = Authorization::kAttach) {
    HttpRequest request;
    request.target = "/bookings";
    request.authorization = authorization;
    exchanges_.push_back(
        sender_->Send(std::move(request), context, replies_.emplace_back().Done()));
    return replies_.size() - 1;
  }
  void AnswerLast(absl::StatusOr<HttpResponse> answer) {
    sent_.Answer(sent_.size() - 1, std::move(answer));
  }
  std::string LastAuthorization() const {
    return HeaderOf(sent_.request(sent_.size() - 1), "Authorization");
  }
  const HttpRequest& Last() const { return sent_.request(sent_.size() - 1); }
  static CallContext With(std::string caller_token) {
    CallContext context;
    context.caller_token = Secret(std::move(caller_token));
    return context;
  }

  FakeLoop loop_;
  MemorySessionStore sessions_;
  SentRequests sent_;
  std::deque<Reply> replies_;
  std::unique_ptr<FakeConnector> connector_;
  std::unique_ptr<AuthorizedSender> sender_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

TEST_F(AuthorizedSenderTest, AStaticSecretIsSentWithThePlainHeaders) {
  Use(Kind::kStaticSecret, "key");
  Send();
  EXPECT_EQ(LastAuthorization(), "Bearer key");
  EXPECT_EQ(HeaderOf(Last(), "site"), "s-1");
}

TEST_F(AuthorizedSenderTest, ARequestThatWantsNoCredentialGetsNone) {
  Use(Kind::kStaticSecret, "key");
  Send({}, Authorization::kNone);
  EXPECT_TRUE(Last().headers.empty());
}

TEST_F(AuthorizedSenderTest, ARefusedStaticSecretIsNotTriedAgain) {
  Use(Kind::kStaticSecret, "key");
  const size_t call = Send();
  AnswerLast(Refused());
  EXPECT_EQ(ReasonOf(replies_[call].status()), v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(AuthorizedSenderTest, ASecretIsExchangedOnceForManyRequests) {
  Use(Kind::kExchangedSecret);
  for (int i = 0; i < 5; ++i) Send();
  ASSERT_EQ(sent_.size(), 1u);
  EXPECT_EQ(Last().target, "/token");
  EXPECT_EQ(Last().body, "first");
  EXPECT_TRUE(Last().headers.empty());
  AnswerLast(Response(200, "a1 3600"));
  ASSERT_EQ(sent_.size(), 6u);
  for (size_t i = 1; i < 6; ++i)
    EXPECT_EQ(HeaderOf(sent_.request(i), "Authorization"), "Bearer a1");
  Send();
  EXPECT_EQ(sent_.size(), 7u);
  EXPECT_EQ(LastAuthorization(), "Bearer a1");
}

TEST_F(AuthorizedSenderTest, RenewsFiveMinutesBeforeExpiry) {
  Use(Kind::kExchangedSecret);
  Send();
  AnswerLast(Response(200, "a1 3600"));
  loop_.Advance(absl::Minutes(55) - absl::Milliseconds(1));
  Send();
  EXPECT_EQ(LastAuthorization(), "Bearer a1");
  loop_.Advance(absl::Milliseconds(1));
  Send();
  EXPECT_EQ(Last().target, "/token");
}

TEST_F(AuthorizedSenderTest, RenewsAShortLivedTokenAtHalfItsLife) {
  Use(Kind::kExchangedSecret);
  Send();
  AnswerLast(Response(200, "a1 60"));
  loop_.Advance(absl::Seconds(29));
  Send();
  EXPECT_EQ(LastAuthorization(), "Bearer a1");
  loop_.Advance(absl::Seconds(1));
  Send();
  EXPECT_EQ(Last().target, "/token");
}

TEST_F(AuthorizedSenderTest, AFailedRenewalFallsBackOnATokenThatIsStillGood) {
  Use(Kind::kExchangedSecret);
  Send();
  AnswerLast(Response(200, "a1 3600"));
  loop_.Advance(absl::Minutes(56));
  Send();
  AnswerLast(Unavailable());
  EXPECT_EQ(LastAuthorization(), "Bearer a1");
  Send();
  EXPECT_EQ(LastAuthorization(), "Bearer a1") << "the next try at renewing waits";
}

TEST_F(AuthorizedSenderTest, ARefusedTokenIsRenewedOnceAndTheRequestTriedOnceMore) {
  Use(Kind::kExchangedSecret);
  const size_t call = Send();
  AnswerLast(Response(200, "a1 3600"));
  AnswerLast(Response(200));
  loop_.Advance(absl::Minutes(10));
  const size_t refused = Send();
  AnswerLast(Refused());
  EXPECT_EQ(Last().target, "/token");
  AnswerLast(Response(200, "a2 3600"));
  EXPECT_EQ(LastAuthorization(), "Bearer a2");
  AnswerLast(Refused());
  EXPECT_TRUE(replies_[call].ok());
  EXPECT_EQ(ReasonOf(replies_[refused].status()), v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  EXPECT_EQ(sent_.size(), 5u);
}

TEST_F(AuthorizedSenderTest, RequestsThatAreRefusedTogetherShareOneRenewal) {
  Use(Kind::kExchangedSecret);
  Send();
  AnswerLast(Response(200, "a1 3600"));
  loop_.Advance(absl::Minutes(10));
  Send();
  Send();
  sent_.Answer(2, Refused());
  sent_.Answer(3, Refused());
  ASSERT_EQ(sent_.size(), 5u);
  sent_.Answer(4, Response(200, "a2 3600"));
  ASSERT_EQ(sent_.size(), 7u);
  EXPECT_EQ(HeaderOf(sent_.request(5), "Authorization"), "Bearer a2");
  EXPECT_EQ(HeaderOf(sent_.request(6), "Authorization"), "Bearer a2");
}

TEST_F(AuthorizedSenderTest, AFreshTokenThatIsRefusedIsNotRenewed) {
  Use(Kind::kExchangedSecret);
  const size_t call = Send();
  AnswerLast(Response(200, "a1 3600"));
  AnswerLast(Refused());
  EXPECT_EQ(ReasonOf(replies_[call].status()), v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(AuthorizedSenderTest, ARefusedExchangeFailsAllWhoWaitAndIsNotRepeatedForAWhile) {
  Use(Kind::kExchangedSecret);
  const size_t first = Send();
  const size_t second = Send();
  AnswerLast(ExplainHttpStatus(Purpose::kExchangeTokens, {400, "", "", std::nullopt}));
  EXPECT_EQ(ReasonOf(replies_[first].status()), v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  EXPECT_EQ(ReasonOf(replies_[second].status()), v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  const size_t third = Send();
  loop_.RunUntilIdle();
  EXPECT_EQ(ReasonOf(replies_[third].status()), v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  EXPECT_EQ(sent_.size(), 1u);
  loop_.Advance(absl::Seconds(30));
  Send();
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(AuthorizedSenderTest, ATransientFailureOfTheExchangeSaysThatTheRequestHasNotLeft) {
  Use(Kind::kExchangedSecret);
  const size_t call = Send();
  AnswerLast(Unavailable());
  const absl::Status failure = replies_[call].status();
  EXPECT_TRUE(IsTransient(failure));
  EXPECT_EQ(DetailsOf(failure).value_or(FailureDetails()).metadata().at("sent"), "no");
  Send();
  EXPECT_EQ(Last().target, "/token") << "it may be tried again at once";
}

TEST_F(AuthorizedSenderTest, OneWhoStopsWaitingDoesNotStopTheExchangeForOthers) {
  Use(Kind::kExchangedSecret);
  CallContext hasty;
  hasty.deadline = loop_.Now() + absl::Seconds(1);
  const size_t late = Send(hasty);
  const size_t gone = Send();
  Send();
  loop_.Advance(absl::Seconds(1));
  EXPECT_EQ(ReasonOf(replies_[late].status()), v1::ERROR_REASON_DEADLINE_EXCEEDED);
  exchanges_[gone].reset();
  EXPECT_FALSE(sent_.cancelled(0));
  AnswerLast(Response(200, "a1 3600"));
  EXPECT_EQ(sent_.size(), 2u);
  EXPECT_FALSE(replies_[gone].arrived());
}

TEST_F(AuthorizedSenderTest, ANewRefreshTokenIsStoredBeforeTheTokenIsUsed) {
  Use(Kind::kRotatingSession);
  Send();
  sent_.Answer(0, Response(200, "a1 3600 second"));
  EXPECT_EQ(LastAuthorization(), "Bearer a1");
  EXPECT_EQ(sessions_.TokenOf("hotel"), "second");
}

TEST_F(AuthorizedSenderTest, ATokenWhoseSessionCannotBeStoredIsNotUsed) {
  Use(Kind::kRotatingSession);
  sessions_.full = true;
  const size_t call = Send();
  AnswerLast(Response(200, "a1 3600 second"));
  EXPECT_EQ(ReasonOf(replies_[call].status()), v1::ERROR_REASON_INTERNAL);
  EXPECT_EQ(sent_.size(), 1u);
  const size_t again = Send();
  loop_.RunUntilIdle();
  EXPECT_TRUE(replies_[again].arrived());
  EXPECT_EQ(sent_.size(), 1u) << "the first refresh token is consumed: it is not sent again";
  sessions_.full = false;
  Send();
  EXPECT_EQ(sessions_.TokenOf("hotel"), "second");
  EXPECT_EQ(Last().body, "second");
}

TEST_F(AuthorizedSenderTest, AfterARestartTheStoredSessionGoesOn) {
  Use(Kind::kRotatingSession);
  Send();
  AnswerLast(Response(200, "a1 3600 second"));
  exchanges_.clear();
  Use(Kind::kRotatingSession);
  Send();
  EXPECT_EQ(Last().body, "second");
}

TEST_F(AuthorizedSenderTest, AnotherConfiguredSecretBeginsANewSession) {
  Use(Kind::kRotatingSession);
  Send();
  AnswerLast(Response(200, "a1 3600 second"));
  exchanges_.clear();
  Use(Kind::kRotatingSession, "after-new-login");
  Send();
  EXPECT_EQ(Last().body, "after-new-login");
}

TEST_F(AuthorizedSenderTest, ACallersTokenReplacesOursForThatCallOnly) {
  Use(Kind::kRotatingSession);
  Send(With("customer"));
  EXPECT_EQ(LastAuthorization(), "Bearer customer");
  EXPECT_EQ(HeaderOf(Last(), "site"), "s-1");
  Send();
  EXPECT_EQ(Last().target, "/token") << "ours is still to be had";
  AnswerLast(Response(200, "a1 3600 second"));
  EXPECT_EQ(LastAuthorization(), "Bearer a1");
}

TEST_F(AuthorizedSenderTest, ARefusedCallersTokenIsTheCallersAffair) {
  Use(Kind::kRotatingSession);
  const size_t call = Send(With("customer"));
  AnswerLast(Refused());
  EXPECT_EQ(replies_[call].status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ReasonOf(replies_[call].status()), v1::ERROR_REASON_VENDOR_TOKEN_EXPIRED);
  EXPECT_EQ(sent_.size(), 1u) << "it is never renewed, nor replaced by ours";
}

TEST_F(AuthorizedSenderTest, AConnectionWithoutASecretNeedsACallersToken) {
  Use(Kind::kCallerToken, "");
  const size_t call = Send();
  loop_.RunUntilIdle();
  EXPECT_EQ(ReasonOf(replies_[call].status()), v1::ERROR_REASON_VENDOR_TOKEN_EXPIRED);
  EXPECT_EQ(sent_.size(), 0u);
  Send(With("customer"));
  EXPECT_EQ(LastAuthorization(), "Bearer customer");
}

TEST_F(AuthorizedSenderTest, ACallersTokenIsRefusedWhereItMeansNothing) {
  Use(Kind::kStaticSecret, "key");
  const size_t call = Send(With("customer"));
  loop_.RunUntilIdle();
  EXPECT_EQ(replies_[call].status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(sent_.size(), 0u);
}

}  // namespace
}  // namespace bookings
