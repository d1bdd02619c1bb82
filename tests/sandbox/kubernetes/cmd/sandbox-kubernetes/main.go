// Command sandbox-kubernetes is one binary with a whole Kubernetes in it, so that a sandbox needs nothing but the Go
// toolchain: the components come from the module proxy, unchanged. Nothing of the sandbox's own behavior may enter here.
//
//	sandbox-kubernetes server --dir DIR    etcd, kube-apiserver, kube-controller-manager, kube-scheduler in one process
//	sandbox-kubernetes kubectl ARGS...     the stock client
//	sandbox-kubernetes kubelet|kube-proxy  the stock node components (left out by the build tag nonode)
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"          // JSON log format
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics
	_ "k8s.io/component-base/metrics/prometheus/version"  // version metric
	kubectlcmd "k8s.io/kubectl/pkg/cmd"
)

// Built lazily: several constructors install a signal handler or touch global state.
var commands = map[string]func() *cobra.Command{
	"server":  newServerCommand,
	"kubectl": func() *cobra.Command { return kubectlcmd.NewDefaultKubectlCommand() },
}

func main() {
	name := filepath.Base(os.Args[0])
	build, ok := commands[name]
	if !ok && len(os.Args) > 1 {
		name = os.Args[1]
		if build, ok = commands[name]; ok {
			os.Args = os.Args[1:]
		}
	}
	if !ok {
		fmt.Fprintln(os.Stderr, "usage: sandbox-kubernetes server|kubectl|kubelet|kube-proxy ARGS...")
		os.Exit(2)
	}
	command := build()
	if name != "kubectl" {
		os.Exit(cli.Run(command))
	}
	if err := cli.RunNoErrOutput(command); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
