package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"github.com/golang/protobuf/jsonpb"
	"github.com/golang/protobuf/proto"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
)

// strictJSON refuses what it does not know, where the runtime would leave it out in silence: a misspelt filter would list everything.
type strictJSON struct{ *runtime.JSONPb }

var (
	// The field masks of requests, which stand at the top of their messages.
	fieldMasks   = []string{"bestEffort", "best_effort", "updateMask", "update_mask"}
	upperLetters = regexp.MustCompile("[A-Z]")
	errTrailing  = errors.New("more than one JSON value")
)

func (j *strictJSON) NewDecoder(r io.Reader) runtime.Decoder {
	return runtime.DecoderFunc(func(v interface{}) error { return decode(r, v) })
}

func (j *strictJSON) Unmarshal(data []byte, v interface{}) error {
	return decode(bytes.NewReader(data), v)
}

func decode(r io.Reader, v interface{}) error {
	var fields map[string]json.RawMessage
	decoder := json.NewDecoder(r)
	if err := decoder.Decode(&fields); err != nil {
		return err
	}
	if err := decoder.Decode(&struct{}{}); err != io.EOF {
		return errTrailing
	}
	for _, name := range fieldMasks {
		if text, ok := fields[name]; ok {
			fields[name] = spelledOut(text)
		}
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	message, err := target(v)
	if err != nil {
		return err
	}
	return (&jsonpb.Unmarshaler{}).Unmarshal(bytes.NewReader(text), message)
}

// What the generated handlers want to have read: a request, or a field of one, which is a pointer to a pointer.
func target(v interface{}) (proto.Message, error) {
	if message, ok := v.(proto.Message); ok {
		return message, nil
	}
	field := reflect.ValueOf(v)
	if field.Kind() != reflect.Ptr || field.Elem().Kind() != reflect.Ptr {
		return nil, fmt.Errorf("%T is no message", v)
	}
	if field.Elem().IsNil() {
		field.Elem().Set(reflect.New(field.Elem().Type().Elem()))
	}
	return target(field.Elem().Interface())
}

// Field masks are one text of paths in lowerCamelCase, in JSON; jsonpb of this age wants the message's own form.
func spelledOut(text json.RawMessage) json.RawMessage {
	var mask string
	if json.Unmarshal(text, &mask) != nil {
		return text
	}
	paths := []string{}
	for _, path := range strings.Split(mask, ",") {
		if path != "" {
			paths = append(paths, snakeCase(path))
		}
	}
	out, err := json.Marshal(map[string][]string{"paths": paths})
	if err != nil {
		return text
	}
	return out
}

func snakeCase(path string) string {
	return upperLetters.ReplaceAllStringFunc(path, func(letter string) string { return "_" + strings.ToLower(letter) })
}
