// nsfwd forwards TCP from this network namespace into another, with no address, route or veth between the two:
//
//	nsfwd -netns /run/netns/NAME 127.0.0.1:6443=198.18.0.1:6443
//
// Port 0 picks a free one; every listener is printed as "LISTEN addr -> target". It knows no protocol above TCP.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

type job struct {
	addr string
	out  chan<- result
}
type result struct {
	c   net.Conn
	err error
}

// dialers runs n threads that live in the namespace at path and make connections there.
func dialers(path string, n int) (chan<- job, error) {
	jobs, ready := make(chan job), make(chan error, n)
	for range n {
		go func() {
			runtime.LockOSThread() // never unlocked: the thread belongs to the other namespace
			f, err := os.Open(path)
			if err == nil {
				err = unix.Setns(int(f.Fd()), unix.CLONE_NEWNET)
				f.Close()
			}
			ready <- err
			if err != nil {
				return
			}
			for j := range jobs { // addresses are literal, so Dial makes its socket on this very thread
				c, err := net.DialTimeout("tcp", j.addr, 5*time.Second)
				j.out <- result{c, err}
			}
		}()
	}
	var errs error
	for range n {
		errs = errors.Join(errs, <-ready)
	}
	return jobs, errs
}

func pipe(a, b net.Conn) {
	done := make(chan struct{}, 2)
	cp := func(dst, src net.Conn) {
		_, _ = io.Copy(dst, src)
		if t, ok := dst.(*net.TCPConn); ok {
			_ = t.CloseWrite()
		}
		done <- struct{}{}
	}
	go cp(a, b)
	go cp(b, a)
	<-done
	<-done
	a.Close()
	b.Close()
}

func main() {
	ns := flag.String("netns", "", "path of the network namespace to dial in")
	flag.Parse()
	jobs, err := dialers(*ns, 4)
	if err != nil {
		fmt.Fprintln(os.Stderr, "nsfwd:", err)
		os.Exit(1)
	}
	for _, a := range flag.Args() {
		from, to, ok := strings.Cut(a, "=")
		if !ok {
			fmt.Fprintln(os.Stderr, "nsfwd: want LISTEN=TARGET, got", a)
			os.Exit(2)
		}
		l, err := net.Listen("tcp", from)
		if err != nil {
			fmt.Fprintln(os.Stderr, "nsfwd:", err)
			os.Exit(1)
		}
		fmt.Println("LISTEN", l.Addr(), "->", to)
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go func() {
					out := make(chan result, 1)
					jobs <- job{to, out}
					if r := <-out; r.err != nil {
						c.Close()
					} else {
						pipe(c, r.c)
					}
				}()
			}
		}()
	}
	select {}
}
