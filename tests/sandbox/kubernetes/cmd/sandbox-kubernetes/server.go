// The control plane in one process: the order of the steps is the point of this file. What each component is told is in
// arguments.go, its keys in certs.go, its store in etcd.go.

package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/klog/v2"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	kcm "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

type serverFlags struct {
	dir, sockets, bind, advertise, serviceCIDR, clusterCIDR, nodeName string
	port                                                              int
	sans, apiserverArgs, kcmArgs, schedulerArgs                       []string
}

func newServerCommand() *cobra.Command {
	o := serverFlags{}
	c := &cobra.Command{Use: "server", SilenceUsage: true, RunE: func(*cobra.Command, []string) error { return o.run() }}
	f := c.Flags()
	f.StringVar(&o.dir, "dir", "", "state folder (etcd data, certificates, kubeconfigs)")
	f.StringVar(&o.sockets, "sockets", "", "folder of the unix sockets, whose paths have at most 107 bytes (default: --dir)")
	f.StringVar(&o.bind, "bind", "127.0.0.1", "address that kube-apiserver listens on")
	f.StringVar(&o.advertise, "advertise", "", "address in the endpoints of the Service kubernetes (not loopback; empty: no endpoints)")
	f.IntVar(&o.port, "port", 0, "port of kube-apiserver (0: a free one)")
	f.StringVar(&o.serviceCIDR, "service-cidr", "10.96.0.0/16", "addresses of Services")
	f.StringVar(&o.clusterCIDR, "cluster-cidr", "10.244.0.0/16", "addresses of pods")
	f.StringVar(&o.nodeName, "node-name", "node-1", "node that a kubelet certificate is made for")
	f.StringArrayVar(&o.sans, "tls-san", nil, "one more name or address in the serving certificates (repeatable)")
	f.StringArrayVar(&o.apiserverArgs, "apiserver-arg", nil, "one more kube-apiserver argument (repeatable)")
	f.StringArrayVar(&o.kcmArgs, "kcm-arg", nil, "one more kube-controller-manager argument (repeatable)")
	f.StringArrayVar(&o.schedulerArgs, "scheduler-arg", nil, "one more kube-scheduler argument (repeatable)")
	_ = c.MarkFlagRequired("dir")
	return c
}

// run starts keys, store and components in order, says so in DIR/ready, and returns when it is told to stop or one fails.
func (o *serverFlags) run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Three components share one process and one klog: the second and third ValidateAndApply must not fail.
	logsapi.ReapplyHandling = logsapi.ReapplyHandlingIgnoreUnchanged
	rest.SetDefaultWarningHandler(rest.NoWarnings{})

	if err := o.prepare(); err != nil {
		return err
	}
	etcd, err := startEtcd(o.path("etcd"), o.sockets)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	defer etcd.member.Close()
	parsed, err := o.options(etcd.endpoint)
	if err != nil {
		return err
	}
	failed := make(chan error, 4)
	drained, err := startAPIServer(ctx, parsed, failed)
	if err != nil {
		return err
	}
	err = o.waitReady(ctx, failed)
	if err == nil {
		err = startControllers(ctx, parsed, failed)
	}
	if err == nil {
		err = os.WriteFile(o.path("ready"), []byte(o.url()+"\n"), 0o600)
	}
	if err == nil {
		select {
		case err = <-failed:
		case <-ctx.Done():
		}
	}
	if ctx.Err() != nil {
		err = nil // asked to stop: what the components say on their way out is no failure
	}
	stop()
	select { // the API server drains before etcd goes
	case <-drained:
	case <-time.After(20 * time.Second):
	}
	klog.Flush()
	return err
}

func (o *serverFlags) path(name string) string { return filepath.Join(o.dir, name) }

func (o *serverFlags) url() string {
	host := o.bind
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "https://" + net.JoinHostPort(host, strconv.Itoa(o.port))
}

// prepare settles the folder and the port, then makes every key, certificate and kubeconfig.
func (o *serverFlags) prepare() (err error) {
	if o.dir, err = filepath.Abs(o.dir); err != nil {
		return err
	}
	if o.sockets == "" {
		o.sockets = o.dir
	}
	for _, folder := range []string{o.dir, o.sockets} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	if o.port == 0 {
		l, err := net.Listen("tcp", net.JoinHostPort(o.bind, "0"))
		if err != nil {
			return err
		}
		o.port = l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
	}
	_, services, err := net.ParseCIDR(o.serviceCIDR)
	if err != nil {
		return err
	}
	first := append(net.IP(nil), services.IP.To4()...)
	first[3]++
	sans := append([]string{first.String()}, o.sans...)
	if o.advertise != "" {
		sans = append(sans, o.advertise)
	}
	if err := makeKeys(keyRequest{dir: o.dir, server: o.url(), nodeName: o.nodeName, sans: sans}); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	return nil
}

func startAPIServer(ctx context.Context, parsed *componentOptions, failed chan<- error) (<-chan struct{}, error) {
	// A client's user agent, and so the manager name in managedFields, starts with the base name of os.Args[0].
	os.Args[0] = "kube-apiserver"
	completed, err := parsed.apiserver.Complete(ctx)
	if err != nil {
		return nil, err
	}
	if errs := completed.Validate(); len(errs) != 0 {
		return nil, utilerrors.NewAggregate(errs)
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		failed <- stopped("kube-apiserver", apiserver.Run(ctx, completed))
	}()
	return drained, nil
}

func (o *serverFlags) waitReady(ctx context.Context, failed <-chan error) error {
	config, err := clientcmd.BuildConfigFromFlags("", o.path("admin.kubeconfig"))
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	for {
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
		attempt, cancel := context.WithTimeout(ctx, 2*time.Second)
		answer, err := client.RESTClient().Get().AbsPath("/readyz").DoRaw(attempt)
		cancel()
		if err == nil && string(answer) == "ok" {
			return nil
		}
	}
}

// startControllers does not use the cobra commands: their signal handler may be installed only once in a process.
func startControllers(ctx context.Context, parsed *componentOptions, failed chan<- error) error {
	os.Args[0] = "kube-scheduler"
	config, sched, err := scheduler.Setup(ctx, parsed.scheduler)
	if err != nil {
		return fmt.Errorf("kube-scheduler: %w", err)
	}
	go func() { failed <- stopped("kube-scheduler", scheduler.Run(ctx, config, sched)) }()
	os.Args[0] = "kube-controller-manager" // it goes on making clients, one for each controller
	go func() {
		config, err := parsed.controllers.Config(ctx, kcm.KnownControllers(), kcm.ControllersDisabledByDefault(), kcm.ControllerAliases())
		if err == nil {
			err = kcm.Run(ctx, config.Complete())
		}
		failed <- stopped("kube-controller-manager", err)
	}()
	return nil
}

// stopped names the component that ended: for a control plane even a clean end is a failure.
func stopped(component string, err error) error {
	if err == nil {
		return fmt.Errorf("%s stopped", component)
	}
	return fmt.Errorf("%s: %w", component, err)
}
