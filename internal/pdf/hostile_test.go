package pdf

import (
	"net"
	"strings"
	"sync/atomic"
	"testing"
)

// Everything by which a page can make a browser speak to a server.
const hostileBody = `<link rel="stylesheet" href="BASE/a.css"><link rel="preconnect" href="BASE"><link rel="dns-prefetch" href="BASE">
<link rel="prefetch" href="BASE/b"><link rel="preload" as="image" href="BASE/c.png"><link rel="modulepreload" href="BASE/d.js">
<script type="speculationrules">{"prefetch":[{"source":"list","urls":["BASE/e"]}]}</script>
<style>@import url("BASE/f.css"); @font-face { font-family: Z; src: url("BASE/g.ttf") } body { font-family: Z; background: url("BASE/h.png") }</style>
<script src="BASE/i.js"></script>
<p>端末</p>
<img src="BASE/j.png"><img src="file:///etc/hostname"><iframe src="BASE/k"></iframe><iframe src="file:///etc/passwd"></iframe>
<iframe srcdoc="<img src='BASE/l.png'>"></iframe><object data="BASE/m"></object><embed src="BASE/n">
<video src="BASE/o.mp4" autoplay></video><audio src="BASE/p.mp3" autoplay></audio>
<svg><image href="BASE/q.png"/><use href="BASE/r.svg#a"/></svg>
<meta http-equiv="refresh" content="0; url=BASE/s">
<form id="f" action="BASE/t" target="_blank" method="post"></form>
<script>
for (const attack of [
	() => fetch("BASE/u"), () => new WebSocket("BASE/v".replace("http", "ws")), () => navigator.sendBeacon("BASE/w", "x"),
	() => open("BASE/x"), () => new Worker("BASE/y.js"), () => new EventSource("BASE/z"),
	() => new RTCPeerConnection({iceServers: [{urls: "turn:" + "BASE".slice(7) + "?transport=tcp", username: "u", credential: "c"}]}).createDataChannel("x"),
	() => document.getElementById("f").submit(), () => new Image().src = "BASE/1.png",
	() => location = "BASE/2",
]) try { attack() } catch {}
document.body.append("script ran");
</script>`

func TestHostilePageReachesNothing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var connections atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			connection.Close()
		}
	}()

	engine := startEngine(t, testOptions(t))
	body := strings.ReplaceAll(hostileBody, "BASE", "http://"+listener.Addr().String())
	file, err := engine.Print(t.Context(), sitePage(body), testPage, PrintOptions{Date: testDay})
	if err != nil {
		t.Error(err)
	} else if got := text(t, file); !strings.Contains(got, "端末") || strings.Contains(got, "script ran") || strings.Contains(got, "root:") {
		t.Errorf("printed %q", got)
	}
	if err := engine.Close(); err != nil {
		t.Error(err)
	}
	listener.Close()
	<-done
	if n := connections.Load(); n != 0 {
		t.Errorf("the page made %d connections", n)
	}
}
