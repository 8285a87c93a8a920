package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// version is what cmd/release calls this gen.
var version = "dev"

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   p.say("gen のバージョンを表示する", "print the version of gen"),
		Example: "  gen version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(p.stdout, versionLine())
			return err
		},
	}
}

// versionLine is what a report of a bug needs to say.
func versionLine() string {
	return fmt.Sprintf("gen %s %s/%s %s\n", version, runtime.GOOS, runtime.GOARCH, runtime.Version())
}
