package main

import (
	"context"
	"math"
	"net/http"
	"strconv"

	"github.com/golang/protobuf/ptypes"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// As google.rpc.Code says; Envoy has the same.
var httpStatuses = map[codes.Code]int{
	codes.Canceled:           499,
	codes.InvalidArgument:    http.StatusBadRequest,
	codes.DeadlineExceeded:   http.StatusGatewayTimeout,
	codes.NotFound:           http.StatusNotFound,
	codes.AlreadyExists:      http.StatusConflict,
	codes.PermissionDenied:   http.StatusForbidden,
	codes.Unauthenticated:    http.StatusUnauthorized,
	codes.ResourceExhausted:  http.StatusTooManyRequests,
	codes.FailedPrecondition: http.StatusBadRequest,
	codes.Aborted:            http.StatusConflict,
	codes.OutOfRange:         http.StatusBadRequest,
	codes.Unimplemented:      http.StatusNotImplemented,
	codes.Unavailable:        http.StatusServiceUnavailable,
}

// All else is a fault of the server: UNKNOWN, INTERNAL, DATA_LOSS.
func httpStatus(code codes.Code) int {
	if found, ok := httpStatuses[code]; ok {
		return found
	}
	return http.StatusInternalServerError
}

// A google.rpc.Status as JSON, with all details, and the delay that RetryInfo asks for as Retry-After.
func writeError(_ context.Context, _ *runtime.ServeMux, marshaler runtime.Marshaler, w http.ResponseWriter, _ *http.Request, err error) {
	failure, _ := status.FromError(err)
	body, err := marshaler.Marshal(failure.Proto())
	if err != nil {
		// A detail that is newer than this proxy.
		body, err = marshaler.Marshal(status.New(failure.Code(), failure.Message()).Proto())
	}
	if err != nil {
		body = nil
	}
	w.Header().Set("Content-Type", marshaler.ContentType())
	if seconds := retryAfter(failure); seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	if failure.Code() == codes.Unauthenticated {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.WriteHeader(httpStatus(failure.Code()))
	w.Write(body)
}

// Whole seconds, and no sooner than asked; 0 = nothing is asked.
func retryAfter(failure *status.Status) int {
	for _, detail := range failure.Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok {
			if delay, err := ptypes.Duration(info.RetryDelay); err == nil {
				return int(math.Ceil(delay.Seconds()))
			}
		}
	}
	return 0
}

// No such path, or not by this method.
func writeNoRoute(w http.ResponseWriter, _ *http.Request, message string, httpStatus int) {
	writeStatus(w, httpStatus, codes.NotFound, message)
}

func writeStatus(w http.ResponseWriter, httpStatus int, code codes.Code, message string) {
	marshaler := &runtime.JSONPb{}
	body, err := marshaler.Marshal(status.New(code, message).Proto())
	if err != nil {
		body = nil
	}
	w.Header().Set("Content-Type", marshaler.ContentType())
	w.WriteHeader(httpStatus)
	w.Write(body)
}
