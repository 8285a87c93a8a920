//go:build unix

package disk

import "os"

func scratch() (Scratch, error) {
	f, err := os.CreateTemp("", "gen-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
