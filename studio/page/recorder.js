// A button that records, until it is pressed again, and brings what was heard to the server.
export default {
  template: `<button type="button" :aria-pressed="String(Boolean(recorder))" :aria-label="name" @click="toggle">{{
    recorder ? "Stop" : again ? "Record again" : "Record" }}</button>`,
  props: { name: String, to: String, again: Boolean },
  emits: ["failed"],
  data() { return { recorder: null }; },
  methods: {
    async toggle() {
      if (this.recorder) { this.recorder.stop(); return; }
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        const heard = [], recorder = new MediaRecorder(stream);
        recorder.ondataavailable = (event) => heard.push(event.data);
        recorder.onstop = () => {
          stream.getTracks().forEach((track) => track.stop());
          this.recorder = null;
          fetch(this.to, { method: "POST", body: new Blob(heard) })
            .catch(() => this.$emit("failed", "The studio does not answer."));
        };
        recorder.start();
        this.recorder = recorder;
      } catch (error) { this.$emit("failed", `The microphone cannot be used: ${error.message}.`); }
    },
  },
};
