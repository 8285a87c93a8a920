package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"time"
)

// A file of an archive.
type file struct {
	name string
	mode fs.FileMode
	data []byte
}

// pack returns an archive as the people of a system expect it, all in one folder, and
// its name. It depends on its arguments and on nothing else.
func pack(system, folder string, files []file, modified time.Time) (name string, archive []byte, err error) {
	var b bytes.Buffer
	if system == "windows" {
		w := zip.NewWriter(&b)
		for _, f := range files {
			h := &zip.FileHeader{Name: folder + "/" + f.name, Method: zip.Deflate, Modified: modified}
			h.SetMode(f.mode)
			to, err := w.CreateHeader(h)
			if err != nil {
				return "", nil, err
			}
			if _, err := to.Write(f.data); err != nil {
				return "", nil, err
			}
		}
		if err := w.Close(); err != nil {
			return "", nil, err
		}
		return folder + ".zip", b.Bytes(), nil
	}
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return "", nil, err
	}
	w := tar.NewWriter(z)
	for _, f := range files {
		h := &tar.Header{Name: folder + "/" + f.name, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: modified, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(h); err != nil {
			return "", nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return "", nil, err
		}
	}
	if err := w.Close(); err != nil {
		return "", nil, err
	}
	if err := z.Close(); err != nil {
		return "", nil, err
	}
	return folder + ".tar.gz", b.Bytes(), nil
}

// sum is a line of what `sha256sum -c` reads.
func sum(name string, data []byte) string {
	return fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name)
}
