package bookings

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
)

// TLS names PEM files. No CAFile = the system's authorities; CertificateFile and KeyFile go together.
type TLS struct {
	CAFile, CertificateFile, KeyFile string
}

// gRPC waits between its own attempts to connect; it must not wait longer than the client's retries do.
var reconnect = grpc.ConnectParams{MinConnectTimeout: 5 * time.Second,
	Backoff: backoff.Config{BaseDelay: 200 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 5 * time.Second}}

// In clear text to loopback addresses only, unless it is meant.
func dial(address string, files *TLS, insecure bool) (*grpc.ClientConn, error) {
	if files == nil && (insecure || isLoopback(address)) {
		return grpc.Dial(address, grpc.WithConnectParams(reconnect), grpc.WithInsecure())
	}
	if files == nil {
		files = &TLS{}
	}
	config, err := files.config()
	if err != nil {
		return nil, err
	}
	return grpc.Dial(address, grpc.WithConnectParams(reconnect), grpc.WithTransportCredentials(credentials.NewTLS(config)))
}

func (files *TLS) config() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if files.CAFile != "" {
		text, err := os.ReadFile(files.CAFile)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%s holds no certificate", files.CAFile)
		}
	}
	if files.CertificateFile != "" || files.KeyFile != "" {
		pair, err := tls.LoadX509KeyPair(files.CertificateFile, files.KeyFile)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return strings.HasPrefix(address, "unix:")
	}
	ip := net.ParseIP(host)
	return host == "localhost" || host == "unix" || ip != nil && ip.IsLoopback()
}
