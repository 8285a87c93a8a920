// Package fleet tests the files of this folder. What they say is held against the
// types by which Kubernetes reads a manifest, and against actionlint, which knows the
// syntax of GitHub's workflows and what may stand in an expression; what they do is
// done, by their own scripts.
package fleet

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rhysd/actionlint"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// job reads job.yaml. An unknown key is an error.
func job(text []byte) (volume core.PersistentVolumeClaim, job batch.Job, err error) {
	first, second, _ := bytes.Cut(text, []byte("\n---\n"))
	if err = yaml.UnmarshalStrict(first, &volume); err == nil {
		err = yaml.UnmarshalStrict(second, &job)
	}
	return
}

func TestJob(t *testing.T) {
	text := read(t, "job.yaml")
	volume, j, err := job(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := job(bytes.Replace(text, []byte("completions:"), []byte("completion:"), 1)); err == nil {
		t.Error("a key that is wrong is not found out")
	}
	pod := j.Spec.Template.Spec
	if j.APIVersion+j.Kind != "batch/v1Job" || volume.APIVersion+volume.Kind != "v1PersistentVolumeClaim" {
		t.Errorf("it is a %s and a %s", volume.Kind, j.Kind)
	}
	if *j.Spec.CompletionMode != batch.IndexedCompletion || pod.RestartPolicy != core.RestartPolicyNever {
		t.Error("shares are neither numbered nor tried again one by one")
	}
	if shares := pod.Containers[0].Env[0].Value; shares != strconv.Itoa(int(*j.Spec.Completions)) {
		t.Errorf("%s shares, %d completions", shares, *j.Spec.Completions)
	}
	if pod.Volumes[0].PersistentVolumeClaim.ClaimName != volume.Name || pod.Volumes[0].Name != pod.Containers[0].VolumeMounts[0].Name {
		t.Error("the sites go nowhere")
	}
}

func TestMatrix(t *testing.T) {
	lint := func(text []byte) []*actionlint.Error {
		l, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{Shellcheck: "", Pyflakes: ""})
		if err != nil {
			t.Fatal(err)
		}
		found, err := l.Lint("matrix.yml", text, nil)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	text := read(t, "matrix.yml")
	for _, e := range lint(text) {
		t.Error(e)
	}
	for _, wrong := range [][2]string{{"strategy:", "stratgy:"}, {"matrix.share", "matrix.shard"}, {"go-version-file", "go-file"}} {
		if len(lint(bytes.Replace(text, []byte(wrong[0]), []byte(wrong[1]), 1))) == 0 {
			t.Errorf("%s is not found out", wrong[1])
		}
	}
}

// TestShares does what a cluster and a matrix do: it runs the script of each for every
// share, and gets what one `gen build --all` makes, byte for byte.
func TestShares(t *testing.T) {
	gen := filepath.Join(t.TempDir(), "bin", "gen")
	build := exec.Command("go", "build", "-o", gen, "./cmd/gen")
	build.Dir = "../.."
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	t.Setenv("PATH", filepath.Dir(gen)+string(os.PathListSeparator)+os.Getenv("PATH"))
	handbook := world(t)
	run := func(env []string, command ...string) {
		c := exec.Command(command[0], command[1:]...)
		c.Dir = handbook
		c.Env = append(os.Environ(), env...)
		if said, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, said)
		}
	}
	all := filepath.Join(t.TempDir(), "all")
	run(nil, "gen", "build", "--all", "-o", all)
	want := files(t, all)

	t.Run("job.yaml", func(t *testing.T) {
		_, j, err := job(read(t, "job.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		c, sites := j.Spec.Template.Spec.Containers[0], filepath.Join(t.TempDir(), "sites")
		script := strings.ReplaceAll(c.Args[0], c.VolumeMounts[0].MountPath+"/", sites+"/")
		var pods sync.WaitGroup // at the same time, on one volume
		for i := range int(*j.Spec.Completions) {
			pods.Go(func() {
				run([]string{c.Env[0].Name + "=" + c.Env[0].Value, "JOB_COMPLETION_INDEX=" + strconv.Itoa(i)}, append(slices.Clone(c.Command), script)...)
			})
		}
		pods.Wait()
		same(t, files(t, sites), want)
	})
	t.Run("matrix.yml", func(t *testing.T) {
		w, wrong := actionlint.Parse(read(t, "matrix.yml"))
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		b := w.Jobs["build"]
		shares := len(b.Strategy.Matrix.Rows["share"].Values)
		for _, s := range b.Steps {
			e, ok := s.Exec.(*actionlint.ExecRun)
			if !ok || s.Env == nil {
				continue // how gen is made is another question
			}
			for i := range shares {
				var env []string
				for _, v := range s.Env.Vars {
					value := strings.NewReplacer("${{ strategy.job-index }}", strconv.Itoa(i), "${{ strategy.job-total }}", strconv.Itoa(shares)).Replace(v.Value.Value)
					env = append(env, v.Name.Value+"="+value)
				}
				run(env, "bash", "-e", "-c", e.Run.Value)
			}
		}
		same(t, files(t, filepath.Join(handbook, "sites")), want)
	})
}

// world writes a project of eleven organisations, more than there are shares.
func world(t *testing.T) string {
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, "content", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("site.yaml", "title: Notes\nlanguages: [en]\ntraits: {ios: {en: you manage iOS devices}}\n")
	write("columns/keys.md", "---\ntitle: Keys\nchecklist:\n  - {id: apns, title: The certificate, when: ios}\n---\n\nHand them over.\n\n## The certificate {#apns}\n\nRenew it.\n")
	for i := range 11 {
		traits := []string{"", "traits: [ios]\n"}[i%2]
		write("orgs/org-"+strconv.Itoa(i)+"/org.yaml", "name: Organisation "+strconv.Itoa(i)+"\n"+traits+"people: {kim: {name: Kim}}\nhandover: {to: kim, begins: 2026-11-01, date: 2027-04-01}\n")
	}
	return dir
}

// files returns what is in a folder, but for what gen leaves for itself beside what it
// wrote.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(name, ".gen-") {
			found[name] = string(read(t, filepath.Join(dir, name)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	if len(want) < 11*10 || len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name, text := range want {
		if got[name] != text {
			t.Fatalf("%s is another", name)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
