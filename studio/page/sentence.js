// A sentence that can be changed, with chips for its fields, which cannot.
export default {
  template: `<p ref="box" class="sentence" contenteditable="true" role="textbox" aria-multiline="false"
    :aria-label="name" spellcheck="true" @input="changed" @paste.prevent="pasted" @drop.prevent
    @keydown.enter.prevent="$refs.box.blur()" @blur="restore"></p>`,
  props: { parts: Array, name: String },
  emits: ["said"],
  mounted() { this.fill(this.parts); },
  watch: {
    parts(parts) {
      if (document.activeElement !== this.$refs.box) this.fill(parts);
      else this.$refs.box.querySelectorAll(".chip").forEach((chip) => {
        const part = parts.find((one) => one.field === chip.dataset.field);
        if (part) chip.textContent = part.text;
      });
    },
  },
  methods: {
    fill(parts) {
      this.$refs.box.replaceChildren(...parts.map((part) => {
        if (!part.field) return document.createTextNode(part.text);
        const chip = document.createElement("span");
        chip.className = "chip";
        chip.contentEditable = "false";
        chip.dataset.field = part.field;
        chip.title = part.field;
        chip.textContent = part.text;
        return chip;
      }));
      this.good = parts;
    },
    read() {
      const parts = [];
      const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) parts.push({ text: node.data, field: "" });
        else if (node.dataset?.field) parts.push({ text: node.textContent, field: node.dataset.field });
        else node.childNodes.forEach(walk);
      };
      this.$refs.box.childNodes.forEach(walk);
      return parts;
    },
    changed() {
      const parts = this.read();
      const fields = (some) => some.map((part) => part.field).filter(Boolean).sort().join(" ");
      if (fields(parts) !== fields(this.good)) {
        this.fill(this.good);
        this.end();
        return;
      }
      this.good = parts;
      this.$emit("said", parts.map((part) => part.field || part.text));
    },
    pasted(event) {
      const text = event.clipboardData.getData("text/plain").replace(/\s+/g, " ");
      document.execCommand("insertText", false, text);
    },
    end() {
      const range = document.createRange();
      range.selectNodeContents(this.$refs.box);
      range.collapse(false);
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    },
    restore() { setTimeout(() => this.fill(this.parts), 400); },
  },
};
