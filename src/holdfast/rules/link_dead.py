"""A link leads to a page on the web that is not there.

`holdfast verify --online` asks for every page that living documents link to, and answers under this name where its server
says that there is none (404, 410) or where there is no such host. Everything else that is no page (a server that refuses
programs, an error, a certificate nobody vouches for) is unproven: it may look otherwise in a browser. Nothing is asked
without `--online`; `docs/online.md` tells what is asked, and where nothing ever is.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("n W W n")
