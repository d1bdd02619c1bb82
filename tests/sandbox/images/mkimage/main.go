// mkimage writes a one-layer OCI image (a tarball for `ctr images import`) around static binaries: no registry, no Docker,
// standard library only, and the same bytes for the same input.
//
//	mkimage -o httpd.tar -ref sandbox.test/httpd:1 -entrypoint /httpd -env VERSION=1 /httpd=./httpd
package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "mkimage:", err)
		os.Exit(1)
	}
}

type entry struct {
	name string
	mode int64
	data []byte
	dir  bool
}

func tarball(entries []entry) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Mode: e.mode, Size: int64(len(e.data)), ModTime: time.Unix(0, 0), Typeflag: tar.TypeReg}
		if e.dir {
			h.Typeflag, h.Size = tar.TypeDir, 0
		}
		check(w.WriteHeader(h))
		_, err := w.Write(e.data)
		check(err)
	}
	check(w.Close())
	return b.Bytes()
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// layout collects the blobs of an OCI image layout.
type layout struct{ blobs []entry }

func (l *layout) put(mediaType string, data []byte) descriptor {
	digest := fmt.Sprintf("%x", sha256.Sum256(data))
	l.blobs = append(l.blobs, entry{name: "blobs/sha256/" + digest, mode: 0o644, data: data})
	return descriptor{MediaType: mediaType, Digest: "sha256:" + digest, Size: len(data)}
}

func toJSON(v any) []byte {
	data, err := json.Marshal(v)
	check(err)
	return data
}

// content is the file system of the image: the binaries and what a careful base image has.
func content(files []string) []entry {
	entries := []entry{{name: "tmp/", mode: 0o1777, dir: true}, {name: "etc/", mode: 0o755, dir: true},
		{name: "etc/passwd", mode: 0o644, data: []byte("root:x:0:0:root:/:/\nnonroot:x:65532:65532:nonroot:/:/\n")}}
	for _, file := range files {
		inside, outside, ok := strings.Cut(file, "=")
		if !ok {
			check(fmt.Errorf("want INSIDE=OUTSIDE, got %q", file))
		}
		data, err := os.ReadFile(outside)
		check(err)
		entries = append(entries, entry{name: strings.TrimPrefix(inside, "/"), mode: 0o755, data: data})
	}
	return entries
}

func main() {
	out := flag.String("o", "", "tarball to write")
	ref := flag.String("ref", "", "image reference")
	entrypoint := flag.String("entrypoint", "", "entrypoint")
	user := flag.String("user", "65532:65532", "user of the image")
	env := flag.String("env", "", "NAME=VALUE in the image's environment")
	flag.Parse()

	image := &layout{}
	layer := image.put("application/vnd.oci.image.layer.v1.tar", tarball(content(flag.Args())))
	config := image.put("application/vnd.oci.image.config.v1+json", toJSON(map[string]any{
		"architecture": runtime.GOARCH, "os": "linux", "created": "1970-01-01T00:00:00Z",
		"config": map[string]any{"Entrypoint": []string{*entrypoint}, "User": *user, "WorkingDir": "/", "Env": []string{"PATH=/", *env}},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{layer.Digest}}}))
	manifest := image.put("application/vnd.oci.image.manifest.v1+json", toJSON(map[string]any{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": []descriptor{layer}}))
	tag := (*ref)[strings.LastIndex(*ref, ":")+1:]
	manifest.Annotations = map[string]string{"io.containerd.image.name": *ref, "org.opencontainers.image.ref.name": tag}
	index := toJSON(map[string]any{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": []descriptor{manifest}})
	entries := append([]entry{
		{name: "oci-layout", mode: 0o644, data: []byte(`{"imageLayoutVersion":"1.0.0"}`)},
		{name: "index.json", mode: 0o644, data: index},
	}, image.blobs...)
	check(os.WriteFile(*out, tarball(entries), 0o644))
}
