// The HTTP/JSON proxy in front of the gateway: flags, and a server that ends in peace. It translates by the handlers that grpc-gateway
// generates from http-rules.yaml, decides nothing, and has no rights of its own: whoever calls brings a token.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	// A query with many ids stays below; what is longer goes into a body.
	maxHeaderBytes = 64 << 10
	maxBodyBytes   = 1 << 20
	// Streams that have not ended by then are cut; a client goes on with the last page's token.
	drainTimeout = 20 * time.Second
)

type options struct {
	listen, portFile         string
	certificateFile, keyFile string
	insecure                 bool
	gateway                  gatewayOptions
}

func parse() options {
	var o options
	flag.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address to serve HTTP at; port 0 = any")
	flag.StringVar(&o.portFile, "port_file", "", "file to write the address to once it is served")
	flag.StringVar(&o.certificateFile, "certificate_file", "", "PEM file: serve HTTPS with this certificate")
	flag.StringVar(&o.keyFile, "key_file", "", "PEM file with its key")
	flag.BoolVar(&o.insecure, "insecure", false, "serve HTTP in clear text at an address that is no loopback address")
	flag.StringVar(&o.gateway.address, "gateway", "127.0.0.1:50051", "the gateway; dns:///name:port balances over all replicas")
	flag.StringVar(&o.gateway.caFile, "gateway_ca_file", "", "PEM file with the authority of the gateway's certificate; empty = the system's")
	flag.StringVar(&o.gateway.certificateFile, "gateway_certificate_file", "", "PEM file: client certificate, where the gateway requires one")
	flag.StringVar(&o.gateway.keyFile, "gateway_key_file", "", "PEM file with its key")
	flag.BoolVar(&o.gateway.insecure, "gateway_insecure", false, "speak to the gateway in clear text although it is at no loopback address")
	flag.Parse()
	return o
}

func (o options) check() error {
	if flag.NArg() > 0 {
		return fmt.Errorf("unknown argument %q", flag.Arg(0))
	}
	if (o.certificateFile == "") != (o.keyFile == "") {
		return errors.New("certificate_file and key_file go together")
	}
	if o.certificateFile == "" && !o.insecure && !isLoopback(o.listen) {
		return fmt.Errorf("%s is no loopback address: callers' tokens would travel in clear text; give certificate_file, or insecure", o.listen)
	}
	return nil
}

func run(o options) error {
	if err := o.check(); err != nil {
		return err
	}
	connection, err := dial(o.gateway)
	if err != nil {
		return err
	}
	defer connection.Close()
	handler, err := newHandler(connection)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return err
	}
	if o.portFile != "" {
		if err := os.WriteFile(o.portFile, []byte(listener.Addr().String()+"\n"), 0o644); err != nil {
			return err
		}
	}
	return serve(o, listener, handler)
}

func serve(o options, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	stopped := make(chan error, 1)
	go func() {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
		<-signals
		ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			server.Close()
		}
		stopped <- nil
	}()
	log.Printf("serving at %s for the gateway at %s", listener.Addr(), o.gateway.address)
	var err error
	if o.certificateFile != "" {
		err = server.ServeTLS(listener, o.certificateFile, o.keyFile)
	} else {
		err = server.Serve(listener)
	}
	if err != http.ErrServerClosed {
		return err
	}
	return <-stopped
}

func main() {
	if err := run(parse()); err != nil {
		log.Fatal(err)
	}
}
