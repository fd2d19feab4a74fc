// See wix_site.h.
#include "connectors/wix/wix_site.h"

#include <utility>

#include "connectors/wix/wix_messages.h"

namespace bookings::wix {

v1::BookingView ListView(v1::BookingView view) {
  return view == v1::BOOKING_VIEW_UNSPECIFIED ? v1::BOOKING_VIEW_BASIC : view;
}

v1::BookingView GetView(v1::BookingView view) {
  return view == v1::BOOKING_VIEW_UNSPECIFIED ? v1::BOOKING_VIEW_FULL : view;
}

SiteConnector::SiteConnector(const config::v1::ConnectionConfig& config,
                             v1::Capabilities capabilities)
    : connection_id_(config.id()),
      time_zone_(config.time_zone()),
      settings_(config.wix()),
      capabilities_(std::move(capabilities)) {}

// An app's token belongs to one site; the site id is sent with it only where it is configured.
Credentials SiteConnector::credentials() const {
  Credentials credentials;
  // Wix takes key and token bare, without the word Bearer.
  credentials.header = "Authorization";
  if (settings_.has_app()) {
    credentials.kind = Credentials::Kind::kExchangedSecret;
    credentials.secret = settings_.app().client_secret();
  } else {
    credentials.kind = Credentials::Kind::kStaticSecret;
    credentials.secret = settings_.api_key();
  }
  if (!settings_.site_id().empty()) {
    credentials.plain_headers.push_back({"wix-site-id", settings_.site_id()});
  }
  return credentials;
}

Step<Tokens> SiteConnector::ExchangeTokens(std::string_view secret) const {
  return {BuildTokenExchange(settings_.app(), secret),
          [](HttpResponse response) -> Step<Tokens> { return ParseTokens(std::move(response)); }};
}

absl::Status SiteConnector::ExplainFailure(Purpose purpose, const HttpResponse& response) const {
  return ExplainRefusal(purpose, response);
}

Mapping SiteConnector::MappingFor(v1::BookingView view) const {
  return {connection_id_, time_zone_, view};
}

}  // namespace bookings::wix
