// httpd is a small real web server to roll between versions of: it says its version, has probes, drains, can be kept busy, and
// can be told to fail. It stands in for the services of the product on a real node; it knows nothing of them.
package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// busiest is the longest that one request may keep a processor busy.
const busiest = time.Second

// duration of an environment variable; the other where it is absent or no duration.
func duration(name string, otherwise time.Duration) time.Duration {
	if d, err := time.ParseDuration(os.Getenv(name)); err == nil {
		return d
	}
	return otherwise
}

// digest tells one value of an environment variable from another without showing it: some of them are secrets.
func digest(name string) string {
	value, ok := os.LookupEnv(name)
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(value)))[:8]
}

// burn keeps a processor busy for as long as the request says.
func burn(w http.ResponseWriter, r *http.Request) {
	d, err := time.ParseDuration(r.URL.Query().Get("for"))
	if err != nil {
		http.Error(w, "want ?for=20ms", http.StatusBadRequest)
		return
	}
	sum := sha256.Sum256(nil)
	for end := time.Now().Add(min(d, busiest)); time.Now().Before(end); {
		sum = sha256.Sum256(sum[:])
	}
	fmt.Fprintf(w, "%x\n", sum[:4])
}

// draining asks every client that still has a connection to make a new one, which leads to another pod.
func draining(stopping *atomic.Bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if stopping.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// handler answers for all that the server knows, from the moment it starts.
func handler(stopping *atomic.Bool) http.Handler {
	host, _ := os.Hostname()
	said := fmt.Sprintf("version=%s greeting=%s token=%s host=%s\n", os.Getenv("VERSION"), digest("GREETING"), digest("TOKEN"), host)
	start, delay := time.Now(), duration("READY_DELAY", 0)
	ready := func(w http.ResponseWriter, r *http.Request) {
		if stopping.Load() || os.Getenv("NEVER_READY") != "" || time.Since(start) < delay {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, said) })
	mux.HandleFunc("/readyz", ready)
	mux.HandleFunc("/healthz", ready)
	mux.HandleFunc("/livez", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/burn", burn)
	return draining(stopping, mux)
}

func main() {
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = ":8080"
	}
	if os.Getenv("CRASH") != "" {
		fmt.Fprintln(os.Stderr, "told to crash")
		os.Exit(3)
	}
	var stopping atomic.Bool
	srv := &http.Server{Addr: addr, Handler: handler(&stopping)}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	go func() {
		fmt.Println("httpd", os.Getenv("VERSION"), "listening on", addr)
		if err := srv.ListenAndServe(); err != http.ErrServerClosed {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}()
	<-ctx.Done()
	stopping.Store(true)
	// Long enough for every connection in use to carry one more request, and with it the word to close.
	time.Sleep(duration("DRAIN", 2*time.Second))
	sctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = srv.Shutdown(sctx)
	fmt.Println("bye")
}
