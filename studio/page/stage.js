// The picture with what lies over it, and the way through a scene: scrubber, beats, keys.
const SAFE = [
  [3.5, "action"],
  [5, "graphics"],
]; // percent from each side (EBU R 95)

export default {
  template: `<div>
    <div class="screen" :class="{ old }" ref="screen">
      <div class="sheet" ref="sheet" :style="sheet">
        <img v-show="!film" :src="src" :alt="alt" draggable="false" @load="busy = false">
        <video ref="film" v-show="film" playsinline @timeupdate="passed" @ended="after"></video>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <g v-if="safe"><rect v-for="[by, kind] in margins" :key="kind" class="safe" :x="by" :y="by"
            :width="100 - 2 * by" :height="100 - 2 * by"/></g>
          <rect v-for="(box, at) in film ? [] : marks" :key="at" class="mark" :x="100 * box[0] - 0.6" :y="100 * box[1] - 1"
            :width="100 * (box[2] - box[0]) + 1.2" :height="100 * (box[3] - box[1]) + 2"/>
        </svg>
        <button v-for="one in film ? [] : handles" :key="one.parameter + one.index" class="handle" type="button"
          :style="place(one)" :aria-label="'Move ' + one.parameter + ' ' + round(one.value)" @click.stop
          @pointerdown="take($event, one)" @pointermove="pull" @pointerup="drop" @pointercancel="drop"
          @keydown.left.stop.prevent="nudge(one, -1)" @keydown.right.stop.prevent="nudge(one, 1)"></button>
        <p v-if="rail && caption" class="rail">{{ caption }}</p>
      </div>
      <p class="late" role="status">{{ waiting }}</p>
    </div>
    <div class="way">
      <div class="chapters" aria-hidden="true"><span v-for="one in chapters" :key="one.start"
        :title="one.name" :style="{ left: share(one.start), width: share(one.end - one.start) }">{{ one.name }}</span></div>
      <div class="beats" aria-hidden="true"><span v-for="(one, at) in beats" :key="at"
        :class="{ now: at === beat, found: one.found, drawn: clips[at] }" :style="{ flexGrow: one.end - one.start }"></span></div>
      <input class="scrubber" type="range" min="0" :max="end" :step="frame" :value="here" aria-label="Time"
        :aria-valuetext="spoken" @input="look(Number($event.target.value))" @keydown.stop="key">
    </div>
    <div class="moves">
      <button type="button" title="A beat back (←)" aria-label="A beat back" @click="step(-1)"><svg viewBox="0 0 16 16"><path d="M3 3v10M13 3 6 8l7 5z"/></svg></button>
      <button type="button" class="play" title="Play (space)" :aria-label="playing ? 'Pause' : 'Play'"
        :aria-pressed="String(playing)" @click="toggle"><svg viewBox="0 0 16 16"><path :d="playing ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5 13 8l-9 5.5z'"/></svg></button>
      <button type="button" title="A beat on (→)" aria-label="A beat on" @click="step(1)"><svg viewBox="0 0 16 16"><path d="M13 3v10M3 3l7 5-7 5z"/></svg></button>
      <span class="where">{{ spoken }}</span>
    </div>
  </div>`,
  props: {
    src: String, alt: String, old: Boolean, time: Number, duration: Number, rate: Number, beats: Array,
    handles: Array, marks: Array, clips: Object, caption: String, shape: Number,
    safe: Boolean, rail: Boolean, zoom: Number, sight: String, late: String,
  },
  emits: ["looked", "played", "dragged", "ordered"],
  data() {
    return { here: this.time, busy: false, next: null, playing: false, film: "", held: null, moved: null, alone: false, margins: SAFE };
  },
  computed: {
    frame() { return 1 / this.rate; },
    end() { return Math.max(0, this.duration - this.frame); },
    beat() { return Math.max(0, this.beats.filter((one) => one.start <= this.here + 1e-6).length - 1); },
    chapters() {
      return this.beats.filter((one, at) => one.chapter && one.chapter !== this.beats[at - 1]?.chapter)
        .map((one, at, all) => ({ start: one.start, name: one.chapter, end: all[at + 1]?.start ?? this.duration }));
    },
    spoken() {
      if (!this.beats.length) return "";
      return `Beat ${this.beat + 1} of ${this.beats.length} · ${clock(this.here)} of ${clock(this.duration)}`;
    },
    sheet() {
      return { aspectRatio: this.shape, "--shape": this.shape, "--zoom": this.zoom, filter: this.sight ? `url(#${this.sight})` : "none" };
    },
    waiting() {
      if (this.playing && !this.film) return `Beat ${this.beat + 1} is being drawn…`;
      return this.old ? this.late : "";
    },
  },
  watch: {
    time(time) { if (!this.playing && !this.busy) this.here = time; },
    src() { this.busy = false; if (this.next !== null) this.look(this.next); },
    old(old) { if (!old) this.moved = null; },
    clips() { if (this.playing && !this.film) this.show(); },
  },
  mounted() { document.addEventListener("keydown", this.heard); },
  beforeUnmount() { document.removeEventListener("keydown", this.heard); },
  methods: {
    share(time) { return `${(100 * time) / Math.max(this.duration, 1e-6)}%`; },
    round(value) { return String(Math.round(value * 1000) / 1000); },
    look(time) {
      this.stop();
      this.here = Math.min(Math.max(0, time), this.end);
      if (this.busy) { this.next = this.here; return; }
      this.next = null;
      this.busy = true;
      setTimeout(() => (this.busy = false), 500);
      this.$emit("looked", this.here);
    },
    step(by) {
      const inside = by < 0 && this.here > (this.beats[this.beat]?.start ?? 0) + 0.3 ? 0 : by;
      const one = this.beats[Math.min(Math.max(0, this.beat + inside), this.beats.length - 1)];
      if (one) this.look(one.start);
    },
    heard(event) {
      if ((event.ctrlKey || event.metaKey) && !event.altKey) { this.order(event); return; }
      const within = (kinds) => event.target.closest?.(kinds);
      if (within("input, select, textarea, [contenteditable]")) return;
      if (event.key === " " && within("button, summary, a")) return;
      this.key(event);
    },
    // Within a text, what is undone is typing.
    order(event) {
      const key = event.key.toLowerCase();
      const does = key === "s" ? "save" : key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
      if (!does || (does !== "save" && event.target.closest?.("input[type=text], textarea, [contenteditable]"))) return;
      event.preventDefault();
      this.$emit("ordered", does);
    },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const does = { ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1), " ": this.toggle,
        ",": () => this.look(this.here - this.frame), ".": () => this.look(this.here + this.frame) }[event.key];
      if (does) { event.preventDefault(); does(); }
    },
    // Playing: a video for each beat.
    toggle() {
      if (this.playing) { this.look(this.here); return; }
      this.playing = true;
      this.$emit("played", this.here);
      this.show();
    },
    hear(beat) {
      this.stop();
      this.here = this.beats[beat].start;
      this.toggle();
      this.alone = true;
    },
    stop() {
      this.playing = this.alone = false;
      this.film = "";
      this.$refs.film.pause();
    },
    show() {
      const url = this.clips[this.beat];
      this.film = url || "";
      if (!url) return;
      const film = this.$refs.film;
      film.src = url;
      film.currentTime = Math.max(0, this.here - this.beats[this.beat].start);
      film.play().catch(() => {});
    },
    passed() {
      if (this.playing && this.film) {
        const one = this.beats[this.beat];
        this.here = Math.min(one.start + this.$refs.film.currentTime, one.end - this.frame / 2);
      }
    },
    after() {
      if (this.alone || this.beat + 1 >= this.beats.length) { this.look(Math.min(this.beats[this.beat].end, this.duration) - this.frame); return; }
      this.here = this.beats[this.beat + 1].start;
      this.show();
    },
    // Dragging.
    place(one) {
      const across = same(this.held?.one, one) ? this.held.across : one.across;
      return { left: `${100 * across}%`, top: `${100 * one.down}%` };
    },
    stepOf(one) { return 10 ** Math.floor(Math.log10(Math.abs(one.perWidth) / 80)); },
    take(event, one) {
      event.target.setPointerCapture(event.pointerId);
      this.held = { one, across: one.across, from: event.clientX };
    },
    pull(event) {
      if (!this.held) return;
      const { one, from } = this.held;
      this.held.across = one.across + (event.clientX - from) / this.$refs.sheet.clientWidth;
      this.drag(one, one.value + (this.held.across - one.across) * one.perWidth);
    },
    drop() { this.held = null; },
    nudge(one, by) { // the picture may be of a step before
      const value = same(this.moved?.one, one) ? this.moved.value : one.value;
      this.moved = { one, value: value + by * this.stepOf(one) };
      this.drag(one, this.moved.value);
    },
    drag(one, value) {
      this.$emit("dragged", { parameter: one.parameter, index: one.index, value, step: this.stepOf(one) });
    },
  },
};

function same(one, other) { return one?.parameter === other.parameter && one.index === other.index; }

function clock(seconds) {
  const whole = Math.max(0, seconds);
  return `${Math.floor(whole / 60)}:${(whole % 60).toFixed(1).padStart(4, "0")}`;
}
