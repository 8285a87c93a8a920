package bench

// A phrase is the same text in both languages, in the order of Languages.
type phrase [2]string

// named is something with an id.
type named struct {
	id   string
	name phrase
}

var areas = []named{
	{"ops", phrase{"運用", "Operations"}}, {"deploy", phrase{"デプロイ", "Deployment"}},
	{"incident", phrase{"障害対応", "Incidents"}}, {"network", phrase{"ネットワーク", "Network"}},
	{"database", phrase{"データベース", "Database"}}, {"security", phrase{"セキュリティ", "Security"}},
	{"onboarding", phrase{"オンボーディング", "Onboarding"}}, {"app", phrase{"アプリケーション", "Applications"}},
}

var systems = []named{
	{"auth", phrase{"認証", "Auth"}}, {"order", phrase{"受注", "Order"}}, {"stock", phrase{"在庫", "Inventory"}},
	{"bill", phrase{"請求", "Billing"}}, {"mail", phrase{"メール中継", "Mail relay"}}, {"hr", phrase{"人事ポータル", "HR portal"}},
	{"edi", phrase{"EDI連携", "EDI gateway"}}, {"dwh", phrase{"データウェアハウス", "Data warehouse"}},
	{"batch", phrase{"夜間バッチ", "Nightly batch"}}, {"cms", phrase{"コンテンツ管理", "CMS"}},
	{"proxy", phrase{"エッジプロキシ", "Edge proxy"}}, {"log", phrase{"ログ収集", "Log pipeline"}},
}

// kinds are the kinds of pages; those with items are columns.
var kinds = []struct {
	id    string
	name  phrase
	items bool
}{
	{"restart", phrase{"再起動手順", "Restart procedure"}, false}, {"handover", phrase{"引き継ぎ", "Handover"}, true},
	{"failover", phrase{"フェイルオーバー手順", "Failover"}, false}, {"backup", phrase{"バックアップと復元", "Backup and restore"}, false},
	{"postmortem", phrase{"障害報告", "Incident review"}, false}, {"release", phrase{"リリース手順", "Release checklist"}, true},
	{"contacts", phrase{"連絡先とエスカレーション", "Contacts and escalation"}, false}, {"overview", phrase{"システム概要", "System overview"}, false},
	{"patch", phrase{"月次パッチ適用", "Monthly patching"}, true}, {"faq", phrase{"よくある質問", "Frequent questions"}, false},
}

var chapters = []named{
	{"background", phrase{"背景", "Background"}}, {"prerequisites", phrase{"前提条件", "Prerequisites"}},
	{"procedure", phrase{"作業手順", "Procedure"}}, {"verification", phrase{"確認方法", "Verification"}},
	{"rollback", phrase{"切り戻し", "Rollback"}}, {"known-issues", phrase{"既知の問題", "Known issues"}},
	{"escalation", phrase{"エスカレーション先", "Escalation"}}, {"schedule", phrase{"スケジュール", "Schedule"}},
	{"access", phrase{"アクセス権限", "Access rights"}}, {"open-tasks", phrase{"残タスク", "Open tasks"}},
	{"configuration", phrase{"設定値", "Configuration"}}, {"monitoring", phrase{"監視項目", "Monitoring"}},
	{"changes", phrase{"変更履歴", "Change history"}},
}

var subchapters = []phrase{
	{"作業前の確認", "Before you begin"}, {"詳細手順", "Step by step"}, {"失敗した場合", "If it fails"},
	{"期待される出力", "Expected output"}, {"後任者への注意点", "Notes for the next owner"}, {"例外ケース", "Exceptions"},
}

var sentences = []phrase{
	{"`{host}`上の{system}サービスは{team}チームが所有しており、サポート区分は{tier}です。",
		"The {system} service on `{host}` is owned by the {team} team and is covered by the {tier} support tier."},
	{"本番環境で作業を始める前に、必ず**#{chan}**チャンネルへ投稿し、当番者の返答を待ってください。",
		"Before touching production, post a message in the **#{chan}** channel and wait for an answer from the person on call."},
	{"{n}分以内にヘルスチェックが正常にならない場合は、再試行せずに切り戻しの節に進んでください。",
		"If the health check does not turn green within {n} minutes, stop here and follow the rollback section instead of retrying."},
	{"通常この処理は約{n}分で終わりますが、月末は最大で{m}分かかったことがあります。",
		"Historically this job finishes in about {n} minutes, but at the end of the month it has taken up to {m} minutes."},
	{"`{key}`の値は前回の障害のあとに{m}へ引き上げられましたが、その後見直しは行われていません。",
		"The value of `{key}` was raised to {m} after the last incident, and nobody has reviewed it since."},
	{"認証情報は保管庫の`{path}`にあります。チケットやチャット、シェルの履歴に貼り付けないでください。",
		"Credentials are kept in the vault under `{path}`; do not copy them into tickets, chat or shell history."},
	{"ベンダーの窓口は日本時間の営業時間内のみ対応のため、変更作業は午前中に計画してください。",
		"The vendor only answers during business hours in Tokyo, so plan the change for the morning."},
	{"このページは、メールで回覧されていた表計算ファイルを置き換えるものです。",
		"This page replaces the spreadsheet that was passed around by mail."},
	{"キューの滞留件数が{m}を超えるとワーカーは自動で追加されますが、*自動では*減りません。",
		"When the queue depth exceeds {m}, workers are added automatically, but they are *not* removed again."},
	{"旧サーバー`{host}`は、経理部が{h}日ごとに帳票を参照しているため、まだ停止できません。",
		"The old host `{host}` is still running because the accounting department reads a report from it every {h} days."},
	{"二人目の承認は早めに依頼してください。承認者は少なく、三人のうち二人はすでに別のプロジェクトへ異動しています。",
		"Ask for the second approval early: the approver list is short and two of the three people have moved to other projects."},
	{"ログの時刻はすべて協定世界時ですが、チケット管理システムは現地時間で表示されます。",
		"All timestamps in the log are in UTC, whereas the ticket system shows local time."},
	{"再起動すると接続中のセッションは切断され、利用者には次の操作でエラーとして見えます。",
		"A restart drops open sessions, which users notice as an error on the next click."},
	{"出力は一行ずつ確認し、件数が下の表の値と一致していることを確かめてください。",
		"Read the output line by line and compare the row count with the figure in the table below."},
	{"アラート`{key}`は月曜日に誤検知が多いため、調査中は{n}分間停止しても構いません。",
		"The alert named `{key}` is noisy on Mondays and can be silenced for {n} minutes while you investigate."},
	{"ここでは管理者権限は不要です。求められた場合は、接続先のサーバーを間違えている可能性があります。",
		"Nothing here needs root; if a command asks for it, you are probably on the wrong machine."},
	{"証明書の有効期限は{m}日ごとで、更新作業は半分しか自動化されていません。",
		"The certificate expires every {m} days and the renewal is only half automated."},
	{"夜間バッチが一度エラーなく完了するまで、メンテナンス枠は閉じないでください。",
		"Keep the maintenance window open until the overnight batch has completed once without errors."},
	{"このシステムを引き継いだら、前任者と一緒に検証環境で一度手順を実施してください。",
		"If you inherit this system, run the procedure once in staging together with the previous owner."},
	{"ダッシュボードは初期状態で異常なシャードを隠しているため、判断の前に絞り込みを解除してください。",
		"The dashboard hides the failing shard by default, so clear the filter before drawing conclusions."},
}

var steps = []phrase{
	{"`{host}`がポート{port}で応答することを確認する", "Check that `{host}` answers on port {port}"},
	{"{system}のワーカーを停止し、{n}秒待つ", "Stop the {system} worker and wait {n} seconds"},
	{"変更チケットが**承認済み**であることを確認する", "Confirm the change ticket is **approved**"},
	{"`{key}`という名前でスナップショットを取得する", "Take a snapshot named `{key}`"},
	{"作業完了を{team}チームへ連絡する", "Tell the {team} team the work has finished"},
	{"作業前後の件数を比較する", "Compare the row count before and after"},
	{"一時的に追加したファイアウォールの規則を削除する", "Remove the temporary firewall rule"},
	{"担当者欄を新しい担当者に更新する", "Update the owner field to the new person"},
}

// tasks are what stands on the checklists.
var tasks = []phrase{
	{"管理者アカウントを渡す", "Hand over the administrator account"},
	{"監視の通知先を切り替える", "Switch the receiver of alerts"},
	{"契約の連絡先を変更する", "Change the contact of the contract"},
	{"証明書の更新権限を渡す", "Hand over the renewal of the certificate"},
	{"バックアップの復元を一緒に試す", "Restore a backup together"},
	{"未完了の変更チケットを説明する", "Explain the open change tickets"},
}

var teams = []phrase{{"基盤", "platform"}, {"決済", "payments"}, {"インフラ", "infra"}, {"SRE", "SRE"}, {"サポート", "support"}, {"データ", "data"}}

// snippets are blocks of code, by language.
var snippets = [][2]string{
	{"bash", `#!/usr/bin/env bash
set -euo pipefail
HOST={host}
for unit in {s}-web {s}-worker; do
  systemctl --host "$HOST" restart "$unit"
  sleep {n}
  systemctl --host "$HOST" is-active "$unit" || { echo "failed: $unit" >&2; exit 1; }
done
curl -fsS "http://$HOST:{port}/healthz" | jq -r '.status'
`},
	{"bash", `kubectl -n {s} rollout restart deployment/{s}-api
kubectl -n {s} rollout status deployment/{s}-api --timeout={m}s
kubectl -n {s} get pods -o wide | grep -v Running || true
`},
	{"yaml", `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {s}-api
  labels: { app: {s}, tier: backend }
spec:
  replicas: {h}
  selector:
    matchLabels:
      app: {s}
  template:
    spec:
      containers:
        - name: api
          image: "registry.example.com/{s}/api:1.{n}.{m}"
          env:
            - name: {KEY}
              value: "{m}"
          ports:
            - containerPort: {port}
`},
	{"sql", `-- rows that were left behind by the nightly job
SELECT o.id, o.status, COUNT(*) AS n
FROM {s}_queue AS o
LEFT JOIN {s}_audit AS a ON a.queue_id = o.id
WHERE o.updated_at < now() - INTERVAL '{n} minutes'
  AND o.status IN ('PENDING', 'RETRY')
GROUP BY o.id, o.status
HAVING COUNT(*) > {h}
ORDER BY n DESC
LIMIT {m};
`},
	{"go", `// drain waits until the {s} queue is empty or ctx is done.
func drain(ctx context.Context, q *Queue) error {
	t := time.NewTicker({n} * time.Second)
	defer t.Stop()
	for q.Len() > 0 {
		select {
		case <-ctx.Done():
			return fmt.Errorf("drain %s: %w", "{host}", ctx.Err())
		case <-t.C:
			log.Printf("left=%d limit=%d", q.Len(), {m})
		}
	}
	return nil
}
`},
	{"json", `{
  "service": "{s}",
  "host": "{host}",
  "port": {port},
  "retry": { "max": {h}, "backoff_ms": {m}, "jitter": true },
  "owners": ["{s}-team", "oncall"],
  "deprecated": false
}
`},
	{"python", `def stale(rows, limit={m}):
    """Return ids of {s} rows older than the limit."""
    seen = set()
    for row in rows:
        if row["age"] > limit and row["id"] not in seen:
            seen.add(row["id"])
            yield row["id"], f"{row['age']:>5} s on {host}"
`},
	{"nginx", `upstream {s} {
    server {host}:{port} max_fails={h} fail_timeout={n}s;
}
server {
    listen 443 ssl;
    server_name {s}.example.com;
    location / { proxy_pass http://{s}; proxy_read_timeout {m}s; }
}
`},
	{"toml", `[{s}]
host = "{host}"
port = {port}
timeout = "{n}s"
tags = ["{s}", "prod"]

[{s}.limits]
max_conn = {m}
burst = {h}
`},
	{"console", `$ ssh {host} sudo -u {s} {s}ctl status
{s}: running (pid {m}), queue={h}, uptime {n} min
$ {s}ctl drain --timeout {n}m
`},
}
