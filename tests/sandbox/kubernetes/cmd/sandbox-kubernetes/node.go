//go:build !nonode

// The node's own components. They are a file of their own because they are large, run on Linux only, and are not
// needed while nodes are simulated.

package main

import (
	"context"

	"github.com/spf13/cobra"

	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

func init() {
	commands["kubelet"] = func() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) }
	commands["kube-proxy"] = proxy.NewProxyCommand
}
