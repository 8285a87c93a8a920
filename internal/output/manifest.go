package output

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// manifestFormat is the version of the marker's JSON. A folder whose marker has
// another is not touched.
const manifestFormat = 1

// A manifest is what the marker file says: {"format": 1, "edition": "mihon",
// "files": [{"name": …, "size": …, "sha256": …}]}, without any time, so that the
// same site has the same marker.
type manifest struct {
	Format  int            `json:"format"`
	Edition string         `json:"edition"`
	Files   []manifestFile `json:"files"` // by name; not the marker itself, nor .gitkeep
}

type manifestFile struct {
	Name   string `json:"name"`
	Size   int    `json:"size"`   // in bytes
	SHA256 string `json:"sha256"` // in lower-case hexadecimal
}

func describe(name string, data []byte) manifestFile {
	sum := sha256.Sum256(data)
	return manifestFile{name, len(data), hex.EncodeToString(sum[:])}
}

// newManifest lists files in order of name.
func newManifest(edition string, files map[string]manifestFile) manifest {
	m := manifest{Format: manifestFormat, Edition: edition, Files: []manifestFile{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		m.Files = append(m.Files, files[name])
	}
	return m
}

func (m manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", " ")
	return append(b, '\n'), err
}

func decodeManifest(b []byte) (manifest, error) {
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return manifest{}, err
	}
	if m.Format != manifestFormat {
		return manifest{}, fmt.Errorf("format %d, want %d", m.Format, manifestFormat)
	}
	return m, nil
}

// byName returns the files of m; those of no manifest are none.
func (m *manifest) byName() map[string]manifestFile {
	files := map[string]manifestFile{}
	if m != nil {
		for _, f := range m.Files {
			files[f.Name] = f
		}
	}
	return files
}
