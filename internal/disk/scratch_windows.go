package disk

import (
	"os"

	"golang.org/x/sys/windows"
)

func scratch() (Scratch, error) {
	f, err := os.CreateTemp("", "gen-")
	if err != nil {
		return nil, err
	}
	name := f.Name()
	if err := f.Close(); err != nil {
		return nil, err
	}
	scratch, err := os.OpenFile(name, os.O_RDWR|windows.FILE_FLAG_DELETE_ON_CLOSE, 0)
	if err != nil {
		_ = os.Remove(name)
		return nil, err
	}
	return scratch, nil
}
