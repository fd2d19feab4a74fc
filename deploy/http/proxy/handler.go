package main

import (
	"context"
	"net/http"
	"time"

	pb "bookings.gateway/proto/bookings/v1"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
)

const healthTimeout = 2 * time.Second

// What callers' headers become in the call's metadata, beside `authorization` and Grpc-Timeout, which the runtime passes on itself.
var passedOn = map[string]string{
	"X-Vendor-Authorization": "x-vendor-authorization",
	"X-Request-Id":           "x-request-id",
	"Traceparent":            "traceparent",
	"Tracestate":             "tracestate",
}

func newHandler(connection *grpc.ClientConn) (http.Handler, error) {
	runtime.HTTPError = writeError
	runtime.OtherErrorHandler = writeNoRoute
	translator := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &strictJSON{&runtime.JSONPb{}}),
		runtime.WithIncomingHeaderMatcher(func(key string) (string, bool) { name, ok := passedOn[key]; return name, ok }),
		runtime.WithOutgoingHeaderMatcher(func(string) (string, bool) { return "", false }))
	for _, register := range []func(context.Context, *runtime.ServeMux, *grpc.ClientConn) error{
		pb.RegisterBookingServiceHandler, pb.RegisterConnectionServiceHandler,
	} {
		if err := register(context.Background(), translator, connection); err != nil {
			return nil, err
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("/readyz", readiness(grpc_health_v1.NewHealthClient(connection)))
	mux.Handle("/", bounded(checkedQuery(translator)))
	return mux, nil
}

// Ready while some gateway is.
func readiness(health grpc_health_v1.HealthClient) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		ctx, cancel := context.WithTimeout(request.Context(), healthTimeout)
		defer cancel()
		answer, err := health.Check(ctx, &grpc_health_v1.HealthCheckRequest{})
		if err != nil || answer.Status != grpc_health_v1.HealthCheckResponse_SERVING {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}
}

func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		request.Body = http.MaxBytesReader(w, request.Body, maxBodyBytes)
		// Otherwise a form posted to a GET route would be read as its query.
		request.Header.Del("X-HTTP-Method-Override")
		next.ServeHTTP(w, request)
	})
}
