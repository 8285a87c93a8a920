package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// legal is the name of a file that has to go with the code beside it.
var legal = regexp.MustCompile(`(?i)^(licen[cs]e|copying|copyright|notice|patents)([.-].*)?$`)

// A listed is what `go list -json` says of a package.
type listed struct {
	Dir      string
	Standard bool
	Module   *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// notice returns the licences of all that is in the programs of all targets: a list of
// the modules, then each text once.
func notice(root string) ([]byte, error) {
	goroot, err := output(root, nil, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	const standard = "The Go standard library and runtime"
	folders := map[string]map[string]bool{standard: {strings.TrimSpace(string(goroot)): true}}
	roots := map[string]string{}
	for _, t := range targets {
		found, err := packages(root, t)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			if p.Standard || p.Module == nil || p.Module.Main {
				continue
			}
			name := p.Module.Path + " " + p.Module.Version
			if folders[name] == nil {
				folders[name] = map[string]bool{}
			}
			roots[name] = p.Module.Dir
			// What stands above a package holds for it as well.
			for dir := p.Dir; len(dir) >= len(p.Module.Dir); dir = filepath.Dir(dir) {
				folders[name][dir] = true
			}
		}
	}
	uses := map[string][]string{} // text → whose it is
	var order []string
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		any := false
		for _, dir := range slices.Sorted(maps.Keys(folders[name])) {
			found, err := licences(dir)
			if err != nil {
				return nil, err
			}
			for _, text := range found {
				whose := name
				if below, err := filepath.Rel(roots[name], dir); err == nil && below != "." && roots[name] != "" {
					whose += ", " + filepath.ToSlash(below)
				}
				if uses[text] == nil {
					order = append(order, text)
				}
				uses[text] = append(uses[text], whose)
				any = true
			}
		}
		if !any {
			return nil, fmt.Errorf("%s has no licence", name)
		}
	}
	var b bytes.Buffer
	b.WriteString("gen is linked with the modules below, which come under licences of their own.\nEach text is there once, under the names of all that it covers. `make notice` writes this file.\n")
	for _, text := range order {
		b.WriteString("\n" + strings.Repeat("=", 78) + "\n")
		for _, whose := range uses[text] {
			b.WriteString(whose + "\n")
		}
		b.WriteString(strings.Repeat("=", 78) + "\n\n" + text)
	}
	return b.Bytes(), nil
}

// packages lists what the program of a target is linked from.
func packages(root string, t target) ([]listed, error) {
	text, err := output(root, []string{"GOOS=" + t.os, "GOARCH=" + t.arch, "CGO_ENABLED=0"}, "list", "-deps", "-json=Dir,Standard,Module", "./cmd/gen")
	if err != nil {
		return nil, err
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var p listed
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, p)
	}
}

// licences returns the licences in a folder, with plain line ends.
func licences(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, e := range entries {
		if e.IsDir() || !legal.MatchString(e.Name()) || path.Ext(e.Name()) == ".go" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		text := strings.ReplaceAll(string(data), "\r\n", "\n")
		all = append(all, strings.Trim(text, "\n")+"\n")
	}
	return all, nil
}

// output runs go in the folder root.
func output(root string, env []string, args ...string) ([]byte, error) {
	c := exec.Command("go", args...)
	c.Dir, c.Env, c.Stderr = root, append(os.Environ(), env...), os.Stderr
	return c.Output()
}
