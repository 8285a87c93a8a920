# make run      build gen, the example site and both its packets
# make test     install what the tests need and run everything
# make race     everything once more, watched for races
# make manual   build the manual, docs/manual, in docs/manual/public
# make lint     staticcheck and govulncheck
# make torture  every input, fault and kill, and how many there were (as root: a small disk too)
# make fuzz     a minute of fuzzing for each parser
# make bench    speed and memory, beside a plain loop in the same run
# make bench-site   whole builds beside Hugo and a plain loop, as docs/performance.md tells
# make bench-serve  how long a writer waits for a save to be shown, at three sizes, beside hugo server
# make release  gen for Linux, macOS and Windows, with checksums, in dist/
# make sbom     the same, with what each is made of, as CycloneDX
# make notice   the licences of all that is in gen, in NOTICE
# make clean    remove what these made

GO ?= go

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
CYCLONEDX = github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

.PHONY: run gen test race lint bench bench-site bench-serve clean fuzz torture manual release sbom notice

run: gen
	bin/gen build
	@.ci/need packet
	bin/gen packet

manual: gen
	bin/gen build -C docs/manual --public -o docs/manual/public

gen:
	$(GO) build -trimpath -o bin/gen ./cmd/gen

# What does several things at once, and so is watched for races.
RACE = internal/build internal/codec internal/highlight internal/memo internal/output internal/pack internal/parallel internal/pattern internal/pdf internal/receipt internal/search internal/serve internal/shelf internal/site internal/source internal/theme

# On a machine that does much else everything takes several times as long; this only ends
# what hangs.
HANGS = -timeout 2h

test:
	@.ci/need test
	@test -z "$$(gofmt -l cmd docs internal themes)" || { echo "not formatted:"; gofmt -l cmd docs internal themes; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	GOOS=darwin $(GO) vet ./...
	$(GO) test -race $(HANGS) $(addprefix ./,$(RACE))
	$(GO) test -race $(HANGS) ./cmd/gen -run '^TestScripts$$/^(serve|packet-interrupted)$$'
	$(GO) test $(HANGS) $(filter-out $(addprefix hikitsugi/,$(RACE)),$(shell $(GO) list ./...))
	cd docs/fleet && $(GO) mod tidy -diff && $(GO) vet ./... && $(GO) test $(HANGS) ./...
	cd docs/hosting && $(GO) mod tidy -diff && $(GO) vet ./... && $(GO) test $(HANGS) ./...

race:
	$(GO) test -race $(HANGS) ./...

lint:
	$(GO) run $(STATICCHECK) ./...
	cd docs/fleet && $(GO) run $(STATICCHECK) ./...
	cd docs/hosting && $(GO) run $(STATICCHECK) ./...
	$(GO) run $(GOVULNCHECK) ./... || echo "govulncheck: see above; without its database it cannot run"

bench:
	$(GO) test -run '^$$' -bench . -skip 'Preview|Site' -benchmem ./...

PAGES ?= 1000,10000
ROUNDS ?= 5

bench-site:
	$(GO) test -run '^$$' -bench Site -benchtime 1x -timeout 0 ./internal/bench -args -pages $(PAGES) -rounds $(ROUNDS) $(if $(PROJECT),-project $(abspath $(PROJECT)))

bench-serve:
	$(GO) test -run '^$$' -bench Preview -benchtime 1x -timeout 60m ./cmd/gen

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

# The same commit and the same Go make the same bytes.
RELEASE = SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(GO) run ./cmd/release -version $(VERSION) -o dist

release:
	$(RELEASE)

sbom:
	GOBIN=$(CURDIR)/bin $(GO) install $(CYCLONEDX)
	$(RELEASE) -sbom bin/cyclonedx-gomod

notice:
	$(GO) run ./cmd/release notice > NOTICE.new && mv NOTICE.new NOTICE || { rm -f NOTICE.new; exit 1; }

clean:
	rm -rf bin dist docs/manual/public handover-*.pdf
	find public -mindepth 1 ! -name .gitkeep -delete

TORTURE = TestEveryCallFails|TestKilledAtEveryCall|TestMeanwhile|TestServedMeanwhile|TestClockGoesBack|TestMachineRefuses|TestSmallDisk|TestHostileMarkdown|TestLongTexts|TestCommandsFail|TestAddFails|TestUnchanged|TestSameBytesInAnyOrder|TestInjection|TestNames|TestManyPages|TestSameBytes

# The packet's own script prints it twice and compares the bytes.
torture:
	@.ci/need packet
	$(GO) test ./cmd/gen -run '^TestScripts$$/^packet$$' -count=1
	$(GO) test ./cmd/gen -run '$(TORTURE)' -torture -v -count=1 -timeout 90m

FUZZ_TIME ?= 60s

fuzz:
	@grep -roE --include=*_test.go '^func Fuzz\w+' internal | sort | while IFS=: read -r file target; do \
		$(GO) test ./$${file%/*} -run '^$$' -fuzz "^$${target#func }$$" -fuzztime $(FUZZ_TIME) </dev/null || exit 1; \
	done
