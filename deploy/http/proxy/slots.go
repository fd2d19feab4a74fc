package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/ioutil"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

func asksForSlots(request *http.Request) bool {
	return request.Method == http.MethodGet && strings.HasSuffix(request.URL.Path, "/slots")
}

// This age of grpc-gateway cannot read two fields of one message of a oneof from a query, such as both bounds of a range of slots. So the
// call is made by the other binding of its RPC, whose body is the request.
func askByBody(request *http.Request, given url.Values, known map[string]parameter) error {
	body := map[string]interface{}{}
	for name, values := range given {
		value, err := jsonOf(known[name].kind, values)
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		put(body, strings.Split(known[name].name, "."), value)
	}
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request.Method = http.MethodPost
	request.URL.Path += ":list"
	request.URL.RawQuery = ""
	request.Body = ioutil.NopCloser(bytes.NewReader(text))
	request.ContentLength = int64(len(text))
	return nil
}

// Numbers, enums and times may be texts in JSON.
func jsonOf(kind reflect.Kind, values []string) (interface{}, error) {
	if kind == reflect.Slice {
		return values, nil
	}
	if len(values) > 1 {
		return nil, fmt.Errorf("has one value")
	}
	if kind == reflect.Bool {
		return strconv.ParseBool(values[0])
	}
	return values[0], nil
}

func put(message map[string]interface{}, path []string, value interface{}) {
	for _, name := range path[:len(path)-1] {
		inner, ok := message[name].(map[string]interface{})
		if !ok {
			inner = map[string]interface{}{}
			message[name] = inner
		}
		message = inner
	}
	message[path[len(path)-1]] = value
}
