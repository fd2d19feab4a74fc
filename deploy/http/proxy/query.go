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

// parameter is a field that a query names.
type parameter struct {
	name string // in the proto
	kind reflect.Kind
}

// The runtime leaves out parameters that it does not know, so that a misspelt filter would list everything: here they are refused. The
// others get their proto names, the only ones that the runtime knows for fields of a oneof.
func checkedQuery(next http.Handler) http.Handler {
	known := map[string]parameter{}
	for _, request := range queried {
		addParameters(known, reflect.TypeOf(request).Elem(), "", "")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		given, err := url.ParseQuery(request.URL.RawQuery)
		if err != nil {
			writeStatus(w, http.StatusBadRequest, codes.InvalidArgument, "the query cannot be read")
			return
		}
		for name := range given {
			if _, ok := known[name]; !ok {
				writeStatus(w, http.StatusBadRequest, codes.InvalidArgument, "no request has a parameter "+name)
				return
			}
		}
		if asksForSlots(request) {
			if err := askByBody(request, given, known); err != nil {
				writeStatus(w, http.StatusBadRequest, codes.InvalidArgument, err.Error())
				return
			}
		} else {
			request.URL.RawQuery = renamed(given, known).Encode()
		}
		next.ServeHTTP(w, request)
	})
}

func renamed(given url.Values, known map[string]parameter) url.Values {
	out := url.Values{}
	for name, values := range given {
		out[known[name].name] = append(out[known[name].name], values...)
	}
	return out
}

// Adds the paths of all fields of a message by both of their names.
func addParameters(known map[string]parameter, message reflect.Type, path, jsonPath string) {
	properties := proto.GetProperties(message)
	add := func(p *proto.Properties, field reflect.Type) {
		own, jsonName := path+p.OrigName, jsonPath+p.JSONName
		if p.JSONName == "" {
			jsonName = jsonPath + p.OrigName
		}
		known[own] = parameter{own, field.Kind()}
		known[jsonName] = known[own]
		if field.Kind() == reflect.Ptr && strings.HasPrefix(field.Elem().PkgPath(), "bookings.gateway/") {
			addParameters(known, field.Elem(), own+".", jsonName+".")
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
