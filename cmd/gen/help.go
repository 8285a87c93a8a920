package main

// usageTemplate is the help of a command. What holds for all stands in that of gen.
func (p *program) usageTemplate() string {
	return `{{if .HasAvailableSubCommands}}` + p.say("使い方", "Usage") + `: {{.CommandPath}} ` + p.say("コマンド", "COMMAND") + `

{{range .Commands}}{{if .IsAvailableCommand}}  {{rpad .Name 11}} {{.Short}}
{{end}}{{end}}{{else}}` + p.say("使い方", "Usage") + `: {{.UseLine}}
{{end}}{{if .HasExample}}
` + p.say("例", "Example") + `:
{{.Example}}
{{end}}{{if .HasAvailableLocalFlags}}
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{with index .Annotations "status1"}}
` + p.say("終了ステータス 1", "Exit status 1") + `: {{.}}
{{end}}{{if not .HasParent}}
` + p.common() + `{{end}}`
}

// status1 is the annotation of a command that can end with exitContent: when it does.
func status1(when string) map[string]string { return map[string]string{"status1": when} }

// common is what holds for all commands.
func (p *program) common() string {
	return p.say(
		`終了ステータス:
  0  終わった
  1  内容に修正が必要な箇所がある、または足りないものがある。check では期限切れも
  2  コマンドの書き方が正しくない
  3  ファイル、フォルダー、ネットワーク、ブラウザーが使えない。または中断した
  4  genの不具合

出力は常にUTF-8で、色は付けません（NO_COLORの有無で変わりません）。結果は標準出力へ、
途中経過とうまくいかなかったことは標準エラーへ書きます。check、due、list orgs は --json で、
プログラムが読むための形で出力します。
`,
		`Exit status:
  0  done
  1  the content has something to be fixed, or lacks what is needed; with check, or something is past due
  2  the command line cannot be understood
  3  a file, a folder, the network or the browser cannot be used, or it was interrupted
  4  a mistake in gen

All that gen prints is UTF-8 and without colour, whether NO_COLOR is set or not. Results
go to the standard output, progress and what went wrong to the standard error. check, due
and list orgs write what programs read with --json.
`)
}
