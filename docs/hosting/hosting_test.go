// Package hosting tests the files of this folder. What they say is held against what the
// services publish of their own forms; what they do is done, with a gen packed as a
// release, and with stand-ins for what is far away.
package hosting

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/awslabs/goformation/v7/intrinsics"
	"github.com/awslabs/goformation/v7/schema"
	"github.com/pelletier/go-toml/v2"
	"github.com/rhysd/actionlint"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

// TestWorkflow holds github-pages.yml against actionlint, which knows the syntax, the
// inputs of the actions and the types of expressions.
func TestWorkflow(t *testing.T) {
	lint := func(text []byte) []*actionlint.Error {
		l, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := l.Lint("handbook.yml", text, nil)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	text := read(t, "github-pages.yml")
	for _, e := range lint(text) {
		t.Error(e)
	}
	for _, wrong := range [][2]string{{"pull_request:", "pull_requests:"}, {"outputs.base_url", "outputs.base_uri"}, {"id-token: write", "id-token: yes"}, {`"0 22 * * 0"`, `"0 25 * * 0"`}} {
		if len(lint(bytes.Replace(text, []byte(wrong[0]), []byte(wrong[1]), 1))) == 0 {
			t.Errorf("%s is not found out", wrong[1])
		}
	}
}

// A job of GitLab, as far as the recipe needs it. An unknown key is an error.
type job struct {
	Stage     string
	Rules     []struct{ If string }
	Script    []string
	Artifacts struct {
		Paths    []string
		ExpireIn string `yaml:"expire_in"`
	}
}

func gitlab(t *testing.T) map[string]job {
	t.Helper()
	var all struct {
		Default struct{ Image string }
		Jobs    map[string]job `yaml:",inline"`
	}
	d := yaml.NewDecoder(bytes.NewReader(read(t, "gitlab-ci.yml")))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all.Jobs
}

// TestToml holds the two files that have nothing but values.
func TestToml(t *testing.T) {
	strict := func(name string, into any) {
		d := toml.NewDecoder(bytes.NewReader(read(t, name)))
		if err := d.DisallowUnknownFields().Decode(into); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	type build struct{ Command, Publish string }
	var netlify struct {
		Build   build
		Context map[string]build
	}
	strict("netlify.toml", &netlify)
	if !strings.HasSuffix(netlify.Build.Command, " -o "+netlify.Build.Publish) || !strings.HasPrefix(netlify.Context["deploy-preview"].Command, "sh tools/gen check && ") {
		t.Errorf("%+v", netlify)
	}
	var cloudflare struct {
		Name, Pages_build_output_dir, Compatibility_date string
	}
	strict("wrangler.toml", &cloudflare)
	if cloudflare.Pages_build_output_dir != netlify.Build.Publish {
		t.Errorf("%+v", cloudflare)
	}
}

// template returns cloudfront.yaml as CloudFormation resolves it.
func template(t *testing.T, signIn string) map[string]any {
	t.Helper()
	text, err := intrinsics.ProcessYAML(read(t, "cloudfront.yaml"), &intrinsics.ProcessorOptions{ParameterOverrides: map[string]any{"SignIn": signIn}, EvaluateConditions: true})
	if err != nil {
		t.Fatal(err)
	}
	var resolved map[string]any
	if err := json.Unmarshal(text, &resolved); err != nil {
		t.Fatal(err)
	}
	return known(resolved).(map[string]any)
}

// known puts something in the place of what only AWS can know, and takes out of lists
// what is not there.
func known(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			v[key] = known(inner)
		}
	case []any:
		v = slices.DeleteFunc(v, func(inner any) bool { return inner == nil })
		for i, inner := range v {
			v[i] = known(inner)
		}
		return v
	case nil:
		return "known to AWS"
	}
	return value
}

// properties returns those of a resource.
func properties(template map[string]any, name string) map[string]any {
	return template["Resources"].(map[string]any)[name].(map[string]any)["Properties"].(map[string]any)
}

// TestTemplate holds cloudfront.yaml against the schema made of what AWS publishes.
func TestTemplate(t *testing.T) {
	var all struct {
		Definitions map[string]json.RawMessage `json:"definitions"`
	}
	if err := json.Unmarshal([]byte(schema.CloudformationSchema), &all); err != nil {
		t.Fatal(err)
	}
	used := map[string]any{} // of the thousands, those that the template needs
	for name, text := range all.Definitions {
		if strings.HasPrefix(name, "AWS::CloudFront::") || strings.HasPrefix(name, "AWS::S3::Bucket") || name == "Tag" {
			form, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			used[name] = form
		}
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("cloudformation.json", map[string]any{"$schema": "http://json-schema.org/draft-04/schema#", "definitions": used}); err != nil {
		t.Fatal(err)
	}
	for _, signIn := range []string{"", strings.Repeat("a", 64)} {
		resources := template(t, signIn)["Resources"].(map[string]any)
		for name, r := range resources {
			kind := r.(map[string]any)["Type"].(string)
			form, err := c.Compile("cloudformation.json#/definitions/" + kind)
			if err != nil {
				t.Fatal(err)
			}
			if err := form.Validate(r); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			r.(map[string]any)["Properties"].(map[string]any)["Wrong"] = true
			if form.Validate(r) == nil {
				t.Errorf("%s: a key that is wrong is not found out", name)
			}
		}
	}
}

// TestRequest asks the function of cloudfront.yaml as CloudFront does.
func TestRequest(t *testing.T) {
	code := func(signIn string) string {
		return properties(template(t, signIn), "Request")["FunctionCode"].(string)
	}
	ask := func(signIn, uri, authorization string) string {
		headers := "{}"
		if authorization != "" {
			headers = `{authorization: {value: "` + authorization + `"}}`
		}
		c := exec.Command("node", "-e", code(signIn)+"\nconst r = handler({request: {uri: '"+uri+"', headers: "+headers+"}}); console.log(r.statusCode || '', r.uri || (r.headers.location || {}).value || '');")
		said, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return strings.TrimSpace(string(said))
	}
	hash := exec.Command("sh", "-c", "printf %s 'kim:opensesame' | sha256sum | cut -d ' ' -f 1")
	out, err := hash.Output()
	if err != nil {
		t.Fatal(err)
	}
	right := strings.TrimSpace(string(out))
	for _, tt := range [][4]string{
		{"", "/", "", "/index.html"},
		{"", "/ja/handover/", "", "/ja/handover/index.html"},
		{"", "/ja/handover", "", "308 handover/"},
		{"", "/theme/style.css", "", "/theme/style.css"},
		{right, "/", "", "401"},
		{right, "/", "Basic a2ltOndyb25n", "401"},                 // kim:wrong
		{right, "/", "Bearer a2ltOm9wZW5zZXNhbWU=", "401"},        // another way
		{right, "/", "Basic a2ltOm9wZW5zZXNhbWU=", "/index.html"}, // kim:opensesame
		{strings.Repeat("0", 64), "/", "Basic a2ltOm9wZW5zZXNhbWU=", "401"},
	} {
		if got := ask(tt[0], tt[1], tt[2]); got != tt[3] {
			t.Errorf("%s %s: %s, want %s", tt[1], tt[2], got, tt[3])
		}
	}
}

// TestScripts does what the machines of the services do, in a project with a release.
func TestScripts(t *testing.T) {
	project := world(t)
	workflow, wrong := actionlint.Parse(read(t, "github-pages.yml"))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	github := func(name string) string {
		var all []string
		for _, s := range workflow.Jobs[name].Steps {
			if e, ok := s.Exec.(*actionlint.ExecRun); ok {
				all = append(all, e.Run.Value)
			}
		}
		return strings.Join(all, "\n")
	}
	lab := gitlab(t)
	stand := t.TempDir() // what is far away, by programs that write down how they were called
	write(t, filepath.Join(stand, "gh"), "#!/bin/sh\necho \"gh $*\" >> \"$CALLS\"\ncase $2 in list) echo \"$OPEN_GH\" ;; esac\n", 0o755)
	write(t, filepath.Join(stand, "curl"), "#!/bin/sh\nfor a; do last=$a; done\ncase $* in *PUT*) m=PUT;; *title*) m=POST;; *) m=GET; echo \"$OPEN_GL\";; esac\necho \"$m $last\" >> \"$CALLS\"\n", 0o755)
	calls := filepath.Join(t.TempDir(), "calls")
	do := func(script string, env ...string) (status int, called, said string) {
		_ = os.Remove(calls)
		c := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
		c.Dir = project
		env = append([]string{"SOURCE_DATE_EPOCH=1790000000"}, env...) // of 2026, when nothing is due
		c.Env = append(os.Environ(), append(env, "PATH="+stand+":"+os.Getenv("PATH"), "CALLS="+calls, "LANG=C.UTF-8", "ADDRESS=https://kim.example/handbook", "CI_PAGES_URL=https://kim.example/handbook", "CI_API_V4_URL=https://lab.example/api/v4", "CI_PROJECT_ID=7", "GEN_TOKEN=t")...)
		out, err := c.CombinedOutput()
		if _, failed := err.(*exec.ExitError); err != nil && !failed {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(calls)
		return c.ProcessState.ExitCode(), string(text), string(out)
	}
	script := func(name string) string { return strings.Join(lab[name].Script, "\n") }

	for _, s := range []string{github("check"), script("check"), github("publish"), script("pages")} {
		if status, _, said := do(s); status != 0 {
			t.Errorf("%s: status %d\n%s", s, status, said)
		}
	}
	if page := read(t, filepath.Join(project, "public/en/index.html")); !bytes.Contains(page, []byte("https://kim.example/handbook/")) {
		t.Error("the site does not know its address")
	}

	if status, _, said := do("sh tools/gen build --org acme -o internal"); status != 0 {
		t.Fatal(said)
	}
	t.Run("headers", func(t *testing.T) {
		everyone, internal := headers(t, read(t, filepath.Join(project, "public/_headers"))), headers(t, read(t, filepath.Join(project, "internal/_headers")))
		nginx := map[string]string{}
		for _, m := range regexp.MustCompile(`(?m)^ *add_header (\S+) "(.*)" always;$`).FindAllStringSubmatch(string(read(t, "nginx.conf")), -1) {
			nginx[m[1]] = m[2]
		}
		if !maps.Equal(nginx, internal) {
			t.Errorf("nginx.conf: %q, want %q", nginx, internal)
		}
		if got := cloudfront(template(t, "")); !maps.Equal(got, everyone) {
			t.Errorf("cloudfront.yaml: %q, want %q", got, everyone)
		}
		if got := cloudfront(template(t, strings.Repeat("a", 64))); !maps.Equal(got, internal) {
			t.Errorf("cloudfront.yaml, internal: %q, want %q", got, internal)
		}
	})
	t.Run("pages", func(t *testing.T) {
		pages, err := filepath.Glob("*.??.md")
		if err != nil || len(pages) < 14 {
			t.Fatalf("%q %v", pages, err)
		}
		for _, name := range pages {
			write(t, filepath.Join(project, "manual/content/guides", name), string(read(t, name)), 0o644)
		}
		write(t, filepath.Join(project, "manual/content/site.yaml"), "title: Manual\nlanguages: [ja, en]\n", 0o644)
		if status, _, said := do("sh tools/gen check --strict -C manual"); status != 0 {
			t.Error(said)
		}
		// Whatever a page tells to copy is there.
		for _, name := range pages {
			for _, m := range regexp.MustCompile("`docs/hosting/([^`]+)`").FindAllSubmatch(read(t, name), -1) {
				read(t, string(m[1]))
			}
		}
	})

	// Nothing is due; then something is; then a mistake in the content; then no gen.
	for name, s := range map[string][3]string{
		"github": {github("due"), "gh issue create --title Due in the handbook --label due --body-file body.md", "gh issue edit 12 --body-file body.md"},
		"gitlab": {script("due"), "POST https://lab.example/api/v4/projects/7/issues", "PUT https://lab.example/api/v4/projects/7/issues/3"},
	} {
		t.Run(name, func(t *testing.T) {
			none, one := []string{"OPEN_GH=", "OPEN_GL=[]"}, []string{"OPEN_GH=12", `OPEN_GL=[{"id":99,"iid":3}]`}
			if status, called, said := do(s[0], none...); status != 0 || strings.Contains(called, s[1]) {
				t.Errorf("nothing is due: %d %s%s", status, called, said)
			}
			late := "SOURCE_DATE_EPOCH=1850000000"
			if status, called, said := do(s[0], append(none, late)...); status != 0 || !strings.Contains(called, s[1]) {
				t.Errorf("something is due: %d %s%s", status, called, said)
			}
			if body := read(t, filepath.Join(project, "body.md")); !bytes.Contains(body, []byte("    2027-03-01  ")) || !bytes.Contains(body, []byte("org.yaml")) {
				t.Errorf("the issue says\n%s", body)
			}
			if status, called, said := do(s[0], append(one, late)...); status != 0 || !strings.Contains(called, s[2]) || strings.Contains(called, s[1]) {
				t.Errorf("it is told already: %d %s%s", status, called, said)
			}
		})
	}
	write(t, filepath.Join(project, "content/columns/keys.md"), "---\ntitel: x\n---\n", 0o644)
	if status, _, _ := do(github("check")); status != 1 {
		t.Errorf("a mistake passes the gate: %d", status)
	}
	write(t, filepath.Join(project, "tools/SHA256SUMS"), strings.Repeat("0", 64)+"  gen-1-"+system(t)+".tar.gz\n", 0o644)
	if status, _, said := do(github("check")); status != 3 || !strings.Contains(said, "is not what SHA256SUMS says") {
		t.Errorf("another gen is run: %d %s", status, said)
	}
	if status, _, _ := do(github("due")); status != 3 {
		t.Errorf("a job that could not look succeeds: %d", status)
	}
}

// system is the one for which tools/gen takes a release.
func system(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOARCH").Output()
	if err != nil {
		t.Fatal(err)
	}
	return "linux-" + strings.TrimSpace(string(out))
}

// world writes a project as the pages say: content/, and tools/ with a release.
func world(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.yaml":          "title: Notes\nlanguages: [en]\ntimezone: UTC\ntraits: {ios: {en: you manage iOS devices}}\n",
		"columns/keys.md":    "---\ntitle: Keys\nchecklist:\n  - {id: apns, title: The certificate, renew: P1Y}\n---\n\nHand them over.\n\n## The certificate {#apns}\n\nRenew it.\n",
		"orgs/acme/org.yaml": "name: Acme\npeople: {kim: {name: Kim}, lee: {name: Lee}}\nhandover: {from: kim, to: lee, begins: 2026-04-01, date: 2028-04-01}\nfacts:\n  apns: {owner: kim, second: lee, expires: 2027-03-01}\n",
	} {
		write(t, filepath.Join(dir, "content", name), text, 0o644)
	}
	name := "gen-1-" + system(t)
	write(t, filepath.Join(dir, "tools/gen"), string(read(t, "gen")), 0o644)
	packed := filepath.Join(t.TempDir(), name)
	for _, c := range []*exec.Cmd{
		exec.Command("go", "build", "-C", "../..", "-o", filepath.Join(packed, "gen"), "./cmd/gen"),
		exec.Command("tar", "-czf", filepath.Join(dir, "tools", name+".tar.gz"), "-C", filepath.Dir(packed), name),
		exec.Command("sh", "-c", "cd '"+filepath.Join(dir, "tools")+"' && sha256sum *.tar.gz > SHA256SUMS"),
	} {
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	return dir
}

// cloudfront returns what its policy sends.
func cloudfront(template map[string]any) map[string]string {
	config := properties(template, "Headers")["ResponseHeadersPolicyConfig"].(map[string]any)
	security := config["SecurityHeadersConfig"].(map[string]any)
	value := func(name, key string) string { return security[name].(map[string]any)[key].(string) }
	all := map[string]string{
		"Content-Security-Policy": value("ContentSecurityPolicy", "ContentSecurityPolicy"),
		"Referrer-Policy":         value("ReferrerPolicy", "ReferrerPolicy"),
		"X-Frame-Options":         value("FrameOptions", "FrameOption"),
	}
	if security["ContentTypeOptions"] != nil {
		all["X-Content-Type-Options"] = "nosniff"
	}
	for _, item := range config["CustomHeadersConfig"].(map[string]any)["Items"].([]any) {
		header := item.(map[string]any)
		all[header["Header"].(string)] = header["Value"].(string)
	}
	return all
}

// headers returns what the files of an edition are sent with, as `_headers` says.
func headers(t *testing.T, text []byte) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^  ([A-Za-z-]+): (.*)$`).FindAllSubmatch(text, -1) {
		all[string(m[1])] = string(m[2])
	}
	if len(all) < 8 {
		t.Fatalf("%q", all)
	}
	return all
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
