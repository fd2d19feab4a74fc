package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// A page of 1000 bookings in FULL view is far below.
const maxPageBytes = 64 << 20

type gatewayOptions struct {
	address                          string
	caFile, certificateFile, keyFile string
	insecure                         bool
}

func dial(o gatewayOptions) (*grpc.ClientConn, error) {
	secure, err := o.transport()
	if err != nil {
		return nil, err
	}
	return grpc.Dial(o.address, secure, grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxPageBytes)),
		grpc.WithDefaultServiceConfig(`{"loadBalancingConfig": [{"round_robin": {}}]}`))
}

// In clear text to loopback addresses, unless TLS is asked for, and to others only if that is meant.
func (o gatewayOptions) transport() (grpc.DialOption, error) {
	if (o.certificateFile == "") != (o.keyFile == "") {
		return nil, errors.New("gateway_certificate_file and gateway_key_file go together")
	}
	if o.caFile == "" && o.certificateFile == "" && (o.insecure || isLoopback(o.address)) {
		return grpc.WithInsecure(), nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.caFile != "" {
		text, err := os.ReadFile(o.caFile)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%s holds no certificate", o.caFile)
		}
	}
	if o.certificateFile != "" {
		pair, err := tls.LoadX509KeyPair(o.certificateFile, o.keyFile)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return grpc.WithTransportCredentials(credentials.NewTLS(config)), nil
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
