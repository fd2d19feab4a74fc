package main

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"

	pb "bookings.gateway/proto/bookings/v1"
	"github.com/golang/protobuf/proto"
	"google.golang.org/grpc/codes"
)

// The requests that have something in their query.
var queried = []proto.Message{
	(*pb.ListBookingsRequest)(nil), (*pb.GetBookingRequest)(nil), (*pb.ListSlotsRequest)(nil), (*pb.UpdateBookingRequest)(nil)}

// The runtime leaves out parameters that it does not know, so that a misspelt filter would list everything, and does not know the
// lowerCamelCase names of fields of a oneof. Here the first are refused and the others get their proto names.
func checkedQuery(next http.Handler) http.Handler {
	names := map[string]string{}
	for _, request := range queried {
		addNames(names, reflect.TypeOf(request).Elem(), "", "")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		given, err := url.ParseQuery(request.URL.RawQuery)
		if err != nil {
			writeStatus(w, http.StatusBadRequest, codes.InvalidArgument, "the query cannot be read")
			return
		}
		renamed := url.Values{}
		for name, values := range given {
			known, ok := names[name]
			if !ok {
				writeStatus(w, http.StatusBadRequest, codes.InvalidArgument, "no request has a parameter "+name)
				return
			}
			renamed[known] = append(renamed[known], values...)
		}
		request.URL.RawQuery = renamed.Encode()
		next.ServeHTTP(w, request)
	})
}

// Adds the paths of all fields of a message by both of their names.
func addNames(names map[string]string, message reflect.Type, path, jsonPath string) {
	properties := proto.GetProperties(message)
	add := func(p *proto.Properties, field reflect.Type) {
		own, jsonName := path+p.OrigName, jsonPath+p.JSONName
		if p.JSONName == "" {
			jsonName = jsonPath + p.OrigName
		}
		names[own], names[jsonName] = own, own
		if field.Kind() == reflect.Ptr && strings.HasPrefix(field.Elem().PkgPath(), "bookings.gateway/") {
			addNames(names, field.Elem(), own+".", jsonName+".")
		}
	}
	for place, p := range properties.Prop {
		if p.Tag != 0 {
			add(p, message.Field(place).Type)
		}
	}
	for _, member := range properties.OneofTypes {
		add(member.Prop, member.Type.Elem().Field(0).Type)
	}
}
