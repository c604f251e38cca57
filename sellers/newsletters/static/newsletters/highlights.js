// Marks what was found in the text itself. What she wrote is not touched: rich text is painted by the browser's highlight registry, and
// behind the words of a plain field lies a copy in which only the marks can be seen.
const startHighlights = () => {
  const GRADES = ["block", "review", "justify", "warning", "advice"];
  const form = document.querySelector("[data-edit-form]");
  const paints = "highlights" in CSS && "Highlight" in window;
  const mirrors = new Map();
  let findings = [];
  let waiting = 0;
  if (!form) return;

  const spotOf = (path) =>
    path ? document.querySelector(`[data-contentpath="${CSS.escape(path)}"]`) || document.getElementById(`block-${path}-section`) : null;

  const gradeOf = (finding) => (finding.blocks ? "block" : finding.severity);

  // The place of the nth time that the words stand in a text; blanks of any kind are one blank to the guard.
  const placeOf = (text, match, nth) => {
    const pattern = match.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
    if (!pattern) return null;
    let last = null;
    for (const found of text.matchAll(new RegExp(pattern, "g"))) {
      last = [found.index, found.index + found[0].length];
      if (nth-- === 0) return last;
    }
    return last;
  };

  const rangeIn = (element, start, end) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let at = 0;
    let began = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.data.length;
      if (!began && start < at + length) {
        range.setStart(node, start - at);
        began = true;
      }
      if (began && end <= at + length) {
        range.setEnd(node, end - at);
        return range;
      }
      at += length;
    }
    return null;
  };

  // Paragraphs and points of lists, counted as the guard counts them: empty paragraphs are none.
  const runsOf = (spot) =>
    [...spot.querySelectorAll("[data-contents] [data-block='true']")].filter((run) => run.tagName === "LI" || run.textContent.trim());

  const inRichText = (spot, finding) => {
    const run = runsOf(spot)[Number(finding.location.split("/")[2] || 0)];
    const place = run && placeOf(run.textContent, finding.match, finding.nth);
    return place ? rangeIn(run, ...place) : null;
  };

  const STYLES = ["font", "letterSpacing", "lineHeight", "padding", "border", "textAlign", "textIndent", "boxSizing", "whiteSpace", "wordBreak"];

  const mirrorOf = (field) => {
    if (mirrors.has(field)) return mirrors.get(field);
    const mirror = document.createElement("div");
    mirror.className = "letter-mirror";
    mirror.setAttribute("aria-hidden", "true");
    field.after(mirror);
    field.parentElement.classList.add("letter-mirrored");
    field.addEventListener("scroll", () => follow(field, mirror));
    mirrors.set(field, mirror);
    return mirror;
  };

  const follow = (field, mirror) => {
    mirror.scrollLeft = field.scrollLeft;
    mirror.scrollTop = field.scrollTop;
  };

  const layOut = (field, mirror) => {
    const look = getComputedStyle(field);
    for (const name of STYLES) mirror.style[name] = look[name];
    mirror.style.borderColor = "transparent";
    if (field.tagName !== "TEXTAREA") mirror.style.whiteSpace = "pre";
    Object.assign(mirror.style, {
      left: `${field.offsetLeft}px`, top: `${field.offsetTop}px`, width: `${field.offsetWidth}px`, height: `${field.offsetHeight}px`,
    });
  };

  const paintField = (field, marks) => {
    const mirror = mirrorOf(field);
    layOut(field, mirror);
    const pieces = [];
    let at = 0;
    for (const [start, end, grade] of marks.sort((one, other) => one[0] - other[0])) {
      if (start < at) continue;
      const mark = document.createElement("mark");
      mark.className = `letter-mark letter-mark--${grade}`;
      mark.textContent = field.value.slice(start, end);
      pieces.push(field.value.slice(at, start), mark);
      at = end;
    }
    mirror.replaceChildren(...pieces, field.value.slice(at));
    follow(field, mirror);
  };

  const plainFieldsOf = (spot) =>
    [...spot.querySelectorAll("textarea, input[type=text], input:not([type])")].filter((field) => !field.draftailEditor && field.offsetWidth);

  const paint = () => {
    const painted = new Map(GRADES.map((grade) => [grade, []]));
    const fields = new Map([...mirrors.keys()].map((field) => [field, []]));
    for (const finding of findings) {
      const spot = finding.match && finding.start >= 0 ? spotOf(finding.path) : null;
      if (!spot) continue;
      const range = paints ? inRichText(spot, finding) : null;
      if (range) {
        painted.get(gradeOf(finding))?.push(range);
        continue;
      }
      for (const field of plainFieldsOf(spot)) {
        const place = placeOf(field.value, finding.match, finding.nth);
        if (place) fields.set(field, [...(fields.get(field) || []), [...place, gradeOf(finding)]]);
      }
    }
    if (paints) for (const [grade, ranges] of painted) CSS.highlights.set(`letter-${grade}`, new Highlight(...ranges));
    for (const [field, marks] of fields) paintField(field, marks);
  };

  // Draft.js draws its words anew after each key; the marks follow in the next frame.
  const again = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(paint);
  };

  document.addEventListener("letter:checked", (event) => {
    findings = event.detail.findings;
    again();
  });
  form.addEventListener("input", again);
  form.addEventListener("keyup", again);
  window.addEventListener("resize", again);
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startHighlights);
else startHighlights();
