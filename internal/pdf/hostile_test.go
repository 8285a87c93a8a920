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
<a href="#a" ping="BASE/3">x</a><a id="a"></a>
<picture><source srcset="BASE/4.webp"><img src="BASE/5.png" srcset="BASE/6.png 2x" loading="eager"></picture>
<input type="image" src="BASE/7.png"><video poster="BASE/8.png"><track default src="BASE/9.vtt"></video>
<table background="BASE/10.png"><tr><td>x</table><svg><filter id="x"><feImage href="BASE/11.png"/></filter><rect filter="url(#x)" width="9" height="9"/>
<script href="BASE/12.js"></script><foreignObject><img src="BASE/13.png"></foreignObject><text fill="url(BASE/14.svg#a)">x</text></svg>
<link rel="icon" href="BASE/15.ico"><link rel="manifest" href="BASE/16.json"><object type="text/html" data="BASE/17"></object>
<math><mtext href="BASE/18">x</mtext></math><iframe src="data:text/html,<img src=BASE/19.png>"></iframe><img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='BASE/20.png'/></svg>">
<p style="background:url(BASE/21.png)">x</p><a href="https://field.invalid/0">no field</a><a href="https://packet.invalid/.packet/regular.ttf">x</a>
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

// Styles of a theme are the page's own, and still reach nothing.
const hostileStyles = `@import url("BASE/s1.css"); @font-face { font-family: Y; src: url("BASE/s2.woff2") }
@page { @top-left { content: url("BASE/s3.png") } }
body { background: url("BASE/s4.png"), image-set("BASE/s5.png" 1x); list-style: url("BASE/s6.png"); border-image: url("BASE/s7.png") 1; font-family: Y, var(--print-font);
	cursor: url("BASE/s8.cur"), auto; mask: url("BASE/s9.svg#m"); clip-path: url("BASE/s10.svg#c"); shape-outside: url("BASE/s11.png") }
p::before { content: url("BASE/s12.png") }`

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
	site := sitePage(body)
	styles := strings.ReplaceAll(hostileStyles, "BASE", "http://"+listener.Addr().String())
	site["theme/print.css"].Data = append([]byte(styles), site["theme/print.css"].Data...)
	file, err := engine.Print(t.Context(), site, testPage, PrintOptions{Date: testDay})
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
