// A control with a value of its own: what somebody is typing is not replaced by older news.
export default {
  template: `<div>
    <select v-if="widget === 'choice'" v-bind="common" :value="here" @change="say($event.target.value)">
      <option v-for="option in options" :key="option" :value="option">{{ option }}</option>
    </select>
    <span v-else-if="widget === 'slider'" class="slider">
      <input type="range" :min="low" :max="high" :step="step" :value="here" :aria-label="name"
        :aria-describedby="describedby" @input="say($event.target.value)">
      <input v-bind="common" type="text" class="short" :value="here" @input="say($event.target.value)">
    </span>
    <span v-else-if="widget === 'colour'" class="slider">
      <input type="color" :value="here" :aria-label="name" @input="say($event.target.value)">
      <input v-bind="common" type="text" :value="here" @input="say($event.target.value)">
    </span>
    <input v-else v-bind="common" type="text" :value="here" :class="{ formula: widget !== 'text' }"
      autocomplete="off" autocapitalize="off" spellcheck="false" @input="say($event.target.value)">
  </div>`,
  props: {
    value: String, widget: String, options: Array, low: Number, high: Number, step: Number,
    name: String, field: String, describedby: String, invalid: Boolean,
  },
  emits: ["said"],
  data() {
    return { here: this.value, sent: [] };
  },
  computed: {
    common() {
      return { id: this.field, "aria-describedby": this.describedby, "aria-invalid": this.invalid ? "true" : null };
    },
  },
  watch: {
    value(value) {
      const ours = this.sent.indexOf(value);
      if (ours >= 0) this.sent.splice(0, ours + 1);
      if (ours < 0 || !this.sent.length) this.here = value;
    },
  },
  methods: {
    say(value) {
      this.here = value;
      this.sent.push(value);
      this.$emit("said", value);
    },
  },
};
