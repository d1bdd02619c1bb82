// Keys, certificates, tokens and kubeconfigs of one control plane and one node, made anew for every start and valid for
// a year: nothing here is meant to outlive the sandbox.

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

type keyRequest struct {
	dir, server, nodeName string
	sans                  []string
}

type keyPair struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

type certificate struct {
	name    string // files are name.crt and name.key
	issuer  *keyPair
	subject pkix.Name
	sans    []string
	usage   []x509.ExtKeyUsage
}

// forge keeps the first error of a long list of steps, so that the list reads as a list.
type forge struct {
	dir string
	err error
}

func makeKeys(r keyRequest) error {
	f := &forge{dir: r.dir}
	serving := []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	calling := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	ca := f.issue(certificate{name: "ca", subject: pkix.Name{CommonName: "sandbox-ca"}})
	front := f.issue(certificate{name: "front-proxy-ca", subject: pkix.Name{CommonName: "sandbox-front-proxy-ca"}})
	f.issue(certificate{name: "apiserver", issuer: ca, subject: pkix.Name{CommonName: "kube-apiserver"}, usage: serving,
		sans: append([]string{"127.0.0.1", "::1", "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
			"kubernetes.default.svc.cluster.local"}, r.sans...)})
	f.issue(certificate{name: "apiserver-kubelet-client", issuer: ca, usage: calling,
		subject: pkix.Name{CommonName: "kube-apiserver-kubelet-client", Organization: []string{"system:masters"}}})
	f.issue(certificate{name: "front-proxy-client", issuer: front, usage: calling, subject: pkix.Name{CommonName: "front-proxy-client"}})
	node := pkix.Name{CommonName: "system:node:" + r.nodeName, Organization: []string{"system:nodes"}}
	f.issue(certificate{name: "kubelet-server", issuer: ca, subject: node, usage: serving,
		sans: append([]string{"127.0.0.1", "localhost", r.nodeName}, r.sans...)})
	f.signingKey("sa.key")

	admin, nobody := rand.Text(), rand.Text()
	f.write("tokens.csv", []byte(admin+",token-admin,token-admin,\"system:masters\"\n"+nobody+",nobody,nobody,\n"))
	f.kubeconfig("token", r.server, clientcmdapi.AuthInfo{Token: admin})
	f.kubeconfig("nobody", r.server, clientcmdapi.AuthInfo{Token: nobody})
	for file, subject := range map[string]pkix.Name{
		"admin":              {CommonName: "admin", Organization: []string{"system:masters"}},
		"controller-manager": {CommonName: "system:kube-controller-manager"},
		"scheduler":          {CommonName: "system:kube-scheduler"},
		"kube-proxy":         {CommonName: "system:kube-proxy"},
		"kubelet":            node,
	} {
		f.issue(certificate{name: "client-" + file, issuer: ca, subject: subject, usage: calling})
		f.kubeconfig(file, r.server, clientcmdapi.AuthInfo{
			ClientCertificateData: f.read("client-" + file + ".crt"), ClientKeyData: f.read("client-" + file + ".key")})
	}
	return f.err
}

// issue signs with the certificate's issuer, or makes a certificate authority when there is none.
func (f *forge) issue(c certificate) *keyPair {
	if f.err != nil {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.err = err
		return nil
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		f.err = err
		return nil
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: c.subject,
		NotBefore: time.Now().Add(-5 * time.Minute), NotAfter: time.Now().AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: c.usage, BasicConstraintsValid: true,
	}
	for _, s := range c.sans {
		if ip := net.ParseIP(s); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, s)
		}
	}
	parent := &keyPair{template, key}
	if c.issuer == nil {
		template.IsCA, template.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign|x509.KeyUsageDigitalSignature
	} else {
		parent = c.issuer
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent.cert, &key.PublicKey, parent.key)
	if err != nil {
		f.err = fmt.Errorf("%s: %w", c.name, err)
		return nil
	}
	f.write(c.name+".crt", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	f.writeKey(c.name+".key", key)
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		f.err = err
		return nil
	}
	return &keyPair{cert, key}
}

func (f *forge) signingKey(name string) {
	if key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		f.err = err
	} else {
		f.writeKey(name, key)
	}
}

func (f *forge) writeKey(name string, key *ecdsa.PrivateKey) {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		f.err = err
		return
	}
	f.write(name, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}

func (f *forge) write(name string, data []byte) {
	if f.err == nil {
		f.err = os.WriteFile(filepath.Join(f.dir, name), data, 0o600)
	}
}

func (f *forge) read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(f.dir, name))
	if f.err == nil {
		f.err = err
	}
	return data
}

func (f *forge) kubeconfig(name, server string, auth clientcmdapi.AuthInfo) {
	c := clientcmdapi.NewConfig()
	c.Clusters["sandbox"] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: f.read("ca.crt")}
	c.AuthInfos[name] = &auth
	c.Contexts["sandbox"] = &clientcmdapi.Context{Cluster: "sandbox", AuthInfo: name}
	c.CurrentContext = "sandbox"
	if f.err == nil {
		f.err = clientcmd.WriteToFile(*c, filepath.Join(f.dir, name+".kubeconfig"))
	}
}
