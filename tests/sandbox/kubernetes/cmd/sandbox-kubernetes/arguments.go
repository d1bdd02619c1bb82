// What each component of the control plane is told, as the flags an operator would write, and the one right order of
// parsing them in a single process.

package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"k8s.io/apiserver/pkg/util/compatibility"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	cliflag "k8s.io/component-base/cli/flag"
	logsapi "k8s.io/component-base/logs/api/v1"
	apiserveroptions "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	kcm "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	kcmoptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
)

type componentOptions struct {
	apiserver   *apiserveroptions.ServerRunOptions
	controllers *kcmoptions.KubeControllerManagerOptions
	scheduler   *scheduleroptions.Options
}

func (o *serverFlags) apiserverArguments(etcd string) []string {
	p := o.path
	args := []string{
		"--bind-address=" + o.bind, "--secure-port=" + strconv.Itoa(o.port),
		"--etcd-servers=" + etcd, "--service-cluster-ip-range=" + o.serviceCIDR,
		"--tls-cert-file=" + p("apiserver.crt"), "--tls-private-key-file=" + p("apiserver.key"),
		"--client-ca-file=" + p("ca.crt"), "--token-auth-file=" + p("tokens.csv"),
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--allow-privileged=true",
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=" + p("sa.key"),
		"--service-account-signing-key-file=" + p("sa.key"), "--api-audiences=https://kubernetes.default.svc",
		"--kubelet-client-certificate=" + p("apiserver-kubelet-client.crt"), "--kubelet-client-key=" + p("apiserver-kubelet-client.key"),
		"--kubelet-certificate-authority=" + p("ca.crt"),
		"--requestheader-client-ca-file=" + p("front-proxy-ca.crt"), "--requestheader-allowed-names=front-proxy-client",
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + p("front-proxy-client.crt"), "--proxy-client-key-file=" + p("front-proxy-client.key"),
	}
	if o.advertise != "" {
		args = append(args, "--advertise-address="+o.advertise)
	} else {
		args = append(args, "--endpoint-reconciler-type=none")
	}
	return append(args, o.apiserverArgs...)
}

func (o *serverFlags) controllerArguments() []string {
	p := o.path
	return append([]string{
		"--kubeconfig=" + p("controller-manager.kubeconfig"), "--secure-port=0", "--leader-elect=false",
		"--use-service-account-credentials=true", "--service-account-private-key-file=" + p("sa.key"), "--root-ca-file=" + p("ca.crt"),
		"--cluster-signing-cert-file=" + p("ca.crt"), "--cluster-signing-key-file=" + p("ca.key"),
		"--allocate-node-cidrs=true", "--cluster-cidr=" + o.clusterCIDR, "--service-cluster-ip-range=" + o.serviceCIDR,
		"--kube-api-qps=100", "--kube-api-burst=200",
	}, o.kcmArgs...)
}

func (o *serverFlags) schedulerArguments() []string {
	return append([]string{"--kubeconfig=" + o.path("scheduler.kubeconfig"), "--secure-port=0", "--leader-elect=false"}, o.schedulerArgs...)
}

// options parses all flags, then sets the process-wide feature gates once. The controller manager's flags come first:
// it overrides the default of a feature gate, which is refused as soon as any flag set has the gates.
func (o *serverFlags) options(etcd string) (*componentOptions, error) {
	controllers, err := kcmoptions.NewKubeControllerManagerOptions()
	if err != nil {
		return nil, err
	}
	flags := controllers.Flags(kcm.KnownControllers(), kcm.ControllersDisabledByDefault(), kcm.ControllerAliases())
	controllers.ParsedFlags = &flags
	if err := parse("kube-controller-manager", flags, o.controllerArguments()); err != nil {
		return nil, err
	}
	apiserver := apiserveroptions.NewServerRunOptions()
	if err := parse("kube-apiserver", apiserver.Flags(), o.apiserverArguments(etcd)); err != nil {
		return nil, err
	}
	scheduler := scheduleroptions.NewOptions()
	if err := parse("kube-scheduler", *scheduler.Flags, o.schedulerArguments()); err != nil {
		return nil, err
	}
	if err := compatibility.DefaultComponentGlobalsRegistry.Set(); err != nil {
		return nil, err
	}
	if err := logsapi.ValidateAndApply(apiserver.Logs, utilfeature.DefaultFeatureGate); err != nil {
		return nil, err
	}
	return &componentOptions{apiserver: apiserver, controllers: controllers, scheduler: scheduler}, nil
}

func parse(component string, named cliflag.NamedFlagSets, args []string) error {
	flags := pflag.NewFlagSet(component, pflag.ContinueOnError)
	flags.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	for _, set := range named.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%s: %w", component, err)
	}
	return nil
}
