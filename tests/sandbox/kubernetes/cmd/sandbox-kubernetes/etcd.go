// The store of the control plane: a one-member etcd in this process, on unix sockets, so that it takes no port and no
// other test and no other user reaches it.

package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"

	"k8s.io/klog/v2"
)

type store struct {
	endpoint string
	member   *embed.Etcd
}

// startEtcd keeps its data in one folder and answers on unix sockets in another.
func startEtcd(data, sockets string) (*store, error) {
	config, err := etcdConfig(data, sockets)
	if err != nil {
		return nil, err
	}
	member, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-member.Server.ReadyNotify():
	case err := <-member.Err():
		return nil, err
	case <-time.After(30 * time.Second):
		member.Close()
		return nil, fmt.Errorf("not ready in 30 s")
	}
	go func() {
		if err := <-member.Err(); err != nil {
			klog.ErrorS(err, "etcd")
		}
	}()
	return &store{endpoint: "unix://" + filepath.Join(sockets, "etcd.sock"), member: member}, nil
}

func etcdConfig(data, sockets string) (*embed.Config, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	socket := func(name string) url.URL {
		path := filepath.Join(sockets, name)
		_ = os.Remove(path)
		return url.URL{Scheme: "unix", Path: path}
	}
	c := embed.NewConfig()
	c.Dir = data
	c.ListenClientUrls = []url.URL{socket("etcd.sock")}
	c.ListenPeerUrls = []url.URL{socket("etcd-peer.sock")}
	// Advertised only: a single member dials neither.
	c.AdvertiseClientUrls = []url.URL{{Scheme: "http", Host: "127.0.0.1:2379"}}
	c.AdvertisePeerUrls = []url.URL{{Scheme: "http", Host: "127.0.0.1:2380"}}
	c.InitialCluster = c.InitialClusterFromName(c.Name)
	c.UnsafeNoFsync = true // a sandbox's data does not outlive it
	c.TickMs, c.ElectionMs = 10, 100
	c.EnableGRPCGateway = false
	c.ZapLoggerBuilder = embed.NewZapLoggerBuilder(zap.NewNop())
	return c, nil
}
