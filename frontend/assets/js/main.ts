// Everything works without this file; it makes the same pages quicker and kinder.
import "./requests"
import "./waiting"
import "./failures"
import "./toasts"
import "./drafts"
import "./fields"
import "./photos"
import "./menus"
import "./counts"
// The rooms’ own.
import "./crossing"
import "./steps"
import "./successes"
