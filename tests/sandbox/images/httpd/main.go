// httpd is a small real web server to roll between versions of: it says its version, has probes, drains, and can be told to
// fail. It stands in for the services of the product on a real node; it knows nothing of them.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// duration of an environment variable; 0 when it is absent or no duration.
func duration(name string) time.Duration {
	d, _ := time.ParseDuration(os.Getenv(name))
	return d
}

func main() {
	host, _ := os.Hostname()
	version := os.Getenv("VERSION")
	start, delay, drain := time.Now(), duration("READY_DELAY"), duration("DRAIN")
	var stopping atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "version=%s host=%s greeting=%s\n", version, host, os.Getenv("GREETING"))
	})
	mux.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {
		if stopping.Load() || os.Getenv("NEVER_READY") != "" || time.Since(start) < delay {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("/livez", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = ":8080"
	}
	if os.Getenv("CRASH") != "" {
		fmt.Fprintln(os.Stderr, "told to crash")
		os.Exit(3)
	}
	srv := &http.Server{Addr: addr, Handler: mux}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	go func() {
		fmt.Println("httpd", version, "listening on", addr)
		if err := srv.ListenAndServe(); err != http.ErrServerClosed {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}()
	<-ctx.Done()
	stopping.Store(true)
	time.Sleep(drain)
	sctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = srv.Shutdown(sctx)
	fmt.Println("bye")
}
